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
.EXAMPLE
    ./build.ps1 Build, Sign, Package -CertificateThumbprint 1A2B...
    On Windows: signs what is packed, so that it can be imported where the execution policy is AllSigned.
.NOTES
    On Windows a session that has imported the module holds its files: build and uninstall from another one.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Docs', 'Analyze', 'Sign', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # A code-signing certificate of Cert:\CurrentUser\My, for Sign.
    [string] $CertificateThumbprint,

    # Where a signature gets its time from, so that it outlives the certificate; the certificate's issuer names one.
    [uri] $TimestampServer
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$root = $PSScriptRoot
$module = Join-Path $root 'out/PodSecurity'
$manifest = Join-Path $module 'PodSecurity.psd1'
$built = $false

function Invoke-Native([string] $Command, [string[]] $Argument) {
    $global:LASTEXITCODE = $null
    & $Command @Argument
    if ($LASTEXITCODE -ne 0) { throw "$Command $Argument ended with exit code $LASTEXITCODE." }
}

function Build {
    if ($script:built) { return }
    Invoke-Native dotnet @('build', (Join-Path $root 'PodSecurity.slnx'), '--configuration', $Configuration, '--nologo')
    $script:built = $true
}

# Windows would open a .sh file as a document. Git brings a bash; the one in System32 belongs to WSL, which has another file system.
function Find-Bash {
    $found = Get-Command bash -CommandType Application -All -ErrorAction Ignore | Where-Object Source -NotLike "$env:SystemRoot\System32\*"
    if (-not $found -and $IsWindows) { $found = Get-Command "$env:ProgramFiles\Git\bin\bash.exe" -ErrorAction Ignore }
    if (-not $found) { throw 'The tests are run by tests/run.sh, which needs bash. On Windows, Git for Windows brings it.' }
    @($found)[0].Source
}

function Test {
    Invoke-Native (Find-Bash) @('tests/run.sh', '--configuration', $Configuration)
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

function Sign {
    if (-not (Get-Command Set-AuthenticodeSignature -ErrorAction Ignore)) { throw 'Set-AuthenticodeSignature is there on Windows only: sign on Windows.' }
    if (-not $CertificateThumbprint) { throw 'Give the certificate to sign with: -CertificateThumbprint.' }
    $certificate = Get-Item "Cert:\CurrentUser\My\$CertificateThumbprint"
    # The libraries in lib are signed by those who made them, or not at all; PowerShell asks for signatures of what it loads itself.
    $signed = Get-ChildItem $module -File | Where-Object Extension -in '.dll', '.psd1', '.ps1xml' |
        Set-AuthenticodeSignature -Certificate $certificate -HashAlgorithm SHA256 -TimestampServer $TimestampServer
    $failed = @($signed | Where-Object Status -ne 'Valid')
    if ($failed) { throw "Not signed: $($failed.Path -join ', '): $($failed[0].StatusMessage)" }
}

function Package {
    Build
    $version = (Import-PowerShellDataFile $manifest).ModuleVersion
    $package = Join-Path $root "out/PodSecurity.$version.zip"
    Remove-Item $package -ErrorAction Ignore
    [System.IO.Compression.ZipFile]::CreateFromDirectory($module, $package, 'Optimal', $true)
}

Push-Location $root
try { foreach ($name in $Task) { & $name } }
finally { Pop-Location }
