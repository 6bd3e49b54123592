<#
.SYNOPSIS
    Runs the dotnet commands that CONTRIBUTING.md lists. All logic is in the build itself.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Test --filter Category=Build
.EXAMPLE
    ./build.ps1 -Task Regenerate -OfficialSpec ../1password-events-api_1.5.0.yaml
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pack', 'Regenerate', 'Clean')]
    [string] $Task = 'Build',

    # With Regenerate only: a specification that 1Password published. It is merged into openapi/ first.
    [string] $OfficialSpec,

    # Everything else is passed on to dotnet.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)

$ErrorActionPreference = 'Stop'
$tasks = @{
    Build      = 'build'
    Test       = 'test'
    Pack       = 'pack --configuration Release --output artifacts/packages'
    Regenerate = 'build src/OnePassword.Events.Generated -t:Regenerate'
    Clean      = 'clean'
}

function Stop-WithError([string] $message) {
    [Console]::Error.WriteLine("build.ps1: $message")
    exit 1
}

if ($PSBoundParameters.ContainsKey('OfficialSpec')) {
    if ($Task -ne 'Regenerate') { Stop-WithError "-OfficialSpec requires -Task Regenerate. Task $Task does not use it." }
    if (-not $OfficialSpec -or -not (Test-Path -LiteralPath $OfficialSpec -PathType Leaf)) { Stop-WithError "-OfficialSpec: the file '$OfficialSpec' does not exist." }

    # Escaped, because MSBuild splits values at these characters.
    $path = (Resolve-Path -LiteralPath $OfficialSpec).ProviderPath -replace '%', '%25' -replace ';', '%3B' -replace ',', '%2C'
    $Arguments = @("-p:OfficialSpec=$path") + $Arguments
}

Push-Location $PSScriptRoot
try {
    & dotnet ($tasks[$Task] -split ' ') @Arguments
}
finally {
    Pop-Location
}
exit $LASTEXITCODE
