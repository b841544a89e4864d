@echo off
rem Start de PET-werkbank zonder netwerk / starts the PET workbench without a network.
rem   start.bat                 pagina's zonder code / pages without code
rem   start.bat lab             JupyterLab
rem   start.bat app --lang en   English
setlocal
set "HERE=%~dp0"
if not defined PET_WORKBENCH_HOME set "PET_WORKBENCH_HOME=%LOCALAPPDATA%\pet-workbench"

if exist "%PET_WORKBENCH_HOME%\installed-@BUILD@" goto run
py -@PYTHON@ --version >nul 2>&1
if errorlevel 1 (
    echo Python @PYTHON@ is niet gevonden. Deze map is gemaakt voor Python @PYTHON@ op @PLATFORM@.
    echo Python @PYTHON@ was not found. This folder was made for Python @PYTHON@ on @PLATFORM@.
    pause
    exit /b 2
)
echo De werkbank wordt klaargezet in %PET_WORKBENCH_HOME% - eenmalig.
echo Setting the workbench up in %PET_WORKBENCH_HOME% - once only.
py -@PYTHON@ -m venv --clear "%PET_WORKBENCH_HOME%\venv"
if errorlevel 1 exit /b 2
"%PET_WORKBENCH_HOME%\venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --find-links "%HERE%wheels" pet-workbench
if errorlevel 1 (
    echo De installatie is mislukt. / The installation failed.
    pause
    exit /b 1
)
del /q "%PET_WORKBENCH_HOME%\installed-*" 2>nul
type nul > "%PET_WORKBENCH_HOME%\installed-@BUILD@"

:run
if "%~1"=="" (
    "%PET_WORKBENCH_HOME%\venv\Scripts\pet-workbench.exe" app
) else (
    "%PET_WORKBENCH_HOME%\venv\Scripts\pet-workbench.exe" %*
)
