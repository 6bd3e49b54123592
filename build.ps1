<#
.SYNOPSIS
    A front over the dotnet commands that CONTRIBUTING.md lists. All logic is in the build itself.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Regenerate -OfficialSpec ../1password-events-api_1.5.0.yaml
#>
param(
    [ValidateSet('Build', 'Test', 'Pack', 'Regenerate', 'Clean')]
    [string] $Task = 'Build',

    # With Regenerate: the specification that 1Password published, to merge into openapi/ before.
    [string] $OfficialSpec
)

$ErrorActionPreference = 'Stop'
$tasks = @{
    Build      = 'build'
    Test       = 'test'
    Pack       = 'pack --configuration Release --output artifacts/packages'
    Regenerate = 'build src/OnePassword.Events.Generated -t:Regenerate'
    Clean      = 'clean'
}

$more = @()
if ($OfficialSpec) { $more = @("-p:OfficialSpec=$(Resolve-Path -LiteralPath $OfficialSpec)") }

Push-Location $PSScriptRoot
try {
    & dotnet ($tasks[$Task] -split ' ') @more
}
finally {
    Pop-Location
}
exit $LASTEXITCODE
