"""Trusted execution: a computer that shows what it runs before anybody sends it data.

**The enclave here is a simulation and protects nothing**: its chip is an object in this program,
and whoever runs the program can read all of it (`SimulatedEnclave.memory` does).  The checking is
genuine: the same `Policy` judges the simulated quotes and a report that a real AMD processor signed
(`snp`).  The flow is that of remote attestation [1]_: an *attester* (`SimulatedEnclave`)
makes *evidence*, a *verifier* judges it by a policy, and only then does the data owner (`deliver`)
encrypt to the key that the evidence vouches for.

Protects: nothing, in the simulation.  With real hardware: data in use against the owner of the
machine, as far as the hardware holds.
Does not protect: against side channels and physical attacks on real hardware, of which several have
been published, nor against a program that gives away what it should not: the measurement says which
program runs, not whether it is a good one.

References
----------
.. [1] H. Birkholz, D. Thaler, M. Richardson, N. Smith, W. Pan, "Remote ATtestation procedureS
   (RATS) architecture", RFC 9334, 2023, doi:10.17487/RFC9334.
"""

from pet_workbench.enclave.chip import Quote, SimulatedChip
from pet_workbench.enclave.delivery import Delivery, deliver
from pet_workbench.enclave.enclave import SimulatedEnclave
from pet_workbench.enclave.evidence import Evidence
from pet_workbench.enclave.maker import SimulatedMaker
from pet_workbench.enclave.policy import Policy, Refusal
from pet_workbench.enclave.program import Program

__all__ = [
    "Delivery",
    "Evidence",
    "Policy",
    "Program",
    "Quote",
    "Refusal",
    "SimulatedChip",
    "SimulatedEnclave",
    "SimulatedMaker",
    "deliver",
]
