<#
.SYNOPSIS
    A front over the dotnet commands that CONTRIBUTING.md lists. All logic is in the build itself.
.EXAMPLE
    ./build.ps1 -Task Test
#>
param(
    [ValidateSet('Build', 'Test', 'Pack', 'Regenerate', 'Clean')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
$tasks = @{
    Build      = 'build'
    Test       = 'test'
    Pack       = 'pack --configuration Release --output artifacts/packages'
    Regenerate = 'build src/OnePassword.Events.Generated -t:Regenerate'
    Clean      = 'clean'
}

Push-Location $PSScriptRoot
try {
    & dotnet ($tasks[$Task] -split ' ')
}
finally {
    Pop-Location
}
exit $LASTEXITCODE
