#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, analyses or packs the module: a thin wrapper around dotnet and tests/run.sh.
.EXAMPLE
    ./build.ps1
    Builds everything and leaves the module in out/PodSecurity.
.EXAMPLE
    ./build.ps1 Test, Package
    Builds, runs all tests and leaves out/PodSecurity.<version>.zip.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Docs', 'Analyze', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$root = $PSScriptRoot
$module = Join-Path $root 'out/PodSecurity'
$manifest = Join-Path $module 'PodSecurity.psd1'
$build = @('build', (Join-Path $root 'PodSecurity.slnx'), '--configuration', $Configuration, '--nologo')

function Invoke-Native([string] $Command, [string[]] $Argument) {
    & $Command @Argument
    if ($LASTEXITCODE -ne 0) { throw "$Command $Argument ended with exit code $LASTEXITCODE." }
}

function Build {
    Invoke-Native dotnet $build
}

function Test {
    Invoke-Native (Join-Path $root 'tests/run.sh') @()
}

function Docs {
    # The pages in docs/en-US are the source; the help that ships is made from them.
    if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)) { throw 'Install-PSResource Microsoft.PowerShell.PlatyPS makes the help.' }
    & (Join-Path $root 'docs/Export-Help.ps1')
}

function Analyze {
    if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) { throw 'Install-PSResource PSScriptAnalyzer analyses the scripts.' }
    $settings = Join-Path $root 'PSScriptAnalyzerSettings.psd1'
    $found = @('build.ps1', 'out/PodSecurity/PodSecurity.psd1', 'docs', 'examples', 'tests/Pester') | ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path $_ } |
        ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Recurse -Settings $settings }
    $found
    if ($found) { throw "The analyzer found $(@($found).Count) things to mend." }
}

function Package {
    Build
    $version = (Import-PowerShellDataFile $manifest).ModuleVersion
    $package = Join-Path $root "out/PodSecurity.$version.zip"
    Remove-Item $package -ErrorAction Ignore
    [System.IO.Compression.ZipFile]::CreateFromDirectory($module, $package, 'Optimal', $true)
}

foreach ($name in $Task) { & $name }
