# What would a cluster with these policies do to these workloads? Runs in PodSecurity.Shell and in pwsh, and needs no cluster:
#
#   dotnet run -c Release --project src/PodSecurity.Shell -- -File examples/quickstart.ps1

$ErrorActionPreference = 'Stop'
if (-not (Get-Command Test-PodAgainstPsp -ErrorAction Ignore)) {
    Import-Module "$PSScriptRoot/../out/PodSecurity"    # where the build leaves it
}

'1. Policies in files:'
Get-PodSecurityPolicy -Path "$PSScriptRoot/policies" -Name restricted, eks.* | Out-Default

'2. If restricted were the only policy left, the API server would say:'
$restricted = Get-PodSecurityPolicy -Path "$PSScriptRoot/policies" -Name restricted
Test-PodAgainstPsp -Path "$PSScriptRoot/manifests" -Policy $restricted | Out-Default

'3. What stops the backup first, and the least that would let it in:'
(Test-PodAgainstPsp -Path "$PSScriptRoot/manifests/shop/backup.yaml" -Policy $restricted -Explain).Explanation | Out-Default

'4. A policy for the log shipper, with no more than it needs:'
$needs = @{
    Name = 'log-shipper'
    AllowedHostPath = '/var/log:ro', '/var/lib/docker/containers:ro', '/var/lib/fluent-bit'
    AllowRunAsRoot = $true
    NoAppArmor = $true
}
New-RestrictivePsp @needs -AsYaml

$isAdmitted = Test-PodAgainstPsp -Path "$PSScriptRoot/manifests/kube-system/log-shipper.yaml" -Policy (New-RestrictivePsp @needs -AsObject) -Quiet
"It admits the log shipper: $isAdmitted"
