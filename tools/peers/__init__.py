"""Other engines beside this workbench: their environments, and the scripts that run in them."""
