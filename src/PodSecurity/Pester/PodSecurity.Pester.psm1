#Requires -Version 7.4
<#
    Operators for Should in Pester 5 and 6; Get-Help about_PodSecurity_Pester describes them.

        Should -BeAdmittedByPsp            the pods that are piped are admitted, as Test-PodAgainstPsp judges
        Should -MeetPodSecurityStandard    they meet a level, as Test-PodSecurityStandard judges
        Should -BeAbleToUsePsp             whoever is piped may use policies, as Test-PspUse says

    Whoever wants them imports this file; PodSecurity itself does not need Pester.
#>
Set-StrictMode -Version Latest

Import-Module Pester -MinimumVersion 5.0 -Global -ErrorAction Stop
Import-Module (Join-Path $PSScriptRoot PodSecurity.psd1) -Global -ErrorAction Stop

# Longer lists help nobody who reads a failure.
$script:mostShown = 10

# Names and messages come from clusters and files: what a terminal would obey is shown instead.
function Format-Text([string] $Text) { [PodSecurity.Text.PrintableText]::Escape($Text) }

# A value as it is typed behind a parameter.
function Format-Argument([string] $Text) { [PodSecurity.Text.CommandLine]::Quote($Text) }

# What Pester gives an operator is for the command, except what is for the operator itself.
function Select-Argument([string] $Command, [System.Collections.IDictionary] $Bound) {
    $taken = (Get-Command $Command).Parameters
    $arguments = @{ ErrorAction = 'Stop' }
    foreach ($name in $Bound.Keys) { if ($taken.ContainsKey($name)) { $arguments[$name] = $Bound[$name] } }
    $arguments
}

# The verdicts on what was piped. Nothing judged is neither good nor bad: it ends the test, as does what cannot be read.
function Get-Verdict([string] $Command, [object[]] $Actual, [hashtable] $Argument, [type] $Type) {
    $verdicts = @($Actual | Where-Object { $_ -is $Type })
    $rest = @($Actual | Where-Object { $_ -isnot $Type })
    if ($rest) { $verdicts += @($rest | & $Command @Argument) }
    if (-not $verdicts) { throw "Nothing was judged: no pod, nor anything that makes pods, was piped to Should." }
    $verdicts
}

function Format-Workload($Verdict) { Format-Text "$($Verdict.Kind)/$($Verdict.Namespace)/$($Verdict.Name)" }

# One failed verdict: what it is, and below it how it could be cured.
function Format-Failure([string] $Head, [object[]] $Detail) {
    $Head
    foreach ($line in $Detail) { "    $(Format-Text $line)" }
}

function Get-Outcome([object[]] $Failed, [string] $Wanted, [string] $Because, [scriptblock] $Describe) {
    if (-not $Failed) { return [pscustomobject]@{ Succeeded = $true; FailureMessage = '' } }
    $reason = if ($Because) { ", because $($Because -replace '^because ')" }
    $lines = @("Expected $Wanted$reason, but:") + @($Failed | Select-Object -First $script:mostShown | ForEach-Object $Describe)
    if ($Failed.Count -gt $script:mostShown) { $lines += "and $($Failed.Count - $script:mostShown) more." }
    [pscustomobject]@{ Succeeded = $false; FailureMessage = $lines -join [Environment]::NewLine }
}

Add-ShouldOperator -Name BeAdmittedByPsp -SupportsArrayInput -Test {
    param(
        [object[]] $ActualValue, $Policy, [switch] $Negate, [string] $Because, $PolicyPath, $Namespace, $User, $Group, $ServiceAccount,
        $TokenVolume, $Context, $KubeConfig, $As, $AsGroup, $RequestTimeout, $Snapshot, $CallerSessionState
    )
    $arguments = Select-Argument Test-PodAgainstPsp $PSBoundParameters
    $verdicts = Get-Verdict Test-PodAgainstPsp $ActualValue ($arguments + @{ Explain = $true }) ([PodSecurity.PspTestResult])
    if ($Negate) {
        Get-Outcome @($verdicts | Where-Object Allowed) 'every pod to be refused' $Because {
            Format-Failure "  $(Format-Workload $_) is admitted by $(Format-Text $_.Policy)." @($_.Changes)
        }
    } else {
        Get-Outcome @($verdicts | Where-Object -Not Allowed) 'every pod to be admitted' $Because {
            Format-Failure "  $(Format-Workload $_) is refused: $(Format-Text $_.Message)" @($_.Explanation)
        }
    }
}

Add-ShouldOperator -Name MeetPodSecurityStandard -SupportsArrayInput -Test {
    param(
        [object[]] $ActualValue, [string] $Level, [switch] $Negate, [string] $Because, $Version, $Namespace, $CallerSessionState
    )
    if (-not $Level) { throw 'Say which level is to be met: Should -MeetPodSecurityStandard baseline, or restricted.' }
    $arguments = Select-Argument Test-PodSecurityStandard $PSBoundParameters
    $verdicts = Get-Verdict Test-PodSecurityStandard $ActualValue ($arguments + @{ Explain = $true }) ([PodSecurity.PssTestResult])
    $other = @($verdicts | Where-Object Level -NE $Level)
    if ($other) { throw "$(Format-Workload $other[0]) was judged by $($other[0].Level): give Test-PodSecurityStandard -Level $Level, or pipe the pod." }
    if ($Negate) {
        Get-Outcome @($verdicts | Where-Object Allowed) "every pod to violate the level $Level" $Because {
            "  $(Format-Workload $_) meets $($_.Level):$($_.Version)."
        }
    } else {
        Get-Outcome @($verdicts | Where-Object -Not Allowed) "every pod to meet the level $Level" $Because {
            Format-Failure "  $(Format-Workload $_) $(Format-Text $_.Message)" @($_.Explanation)
        }
    }
}

# NAMESPACE:NAME, as -ServiceAccount takes it, User:NAME or Group:NAME.
function ConvertTo-Identity([string] $Text) {
    switch -Regex -CaseSensitive ($Text) {
        '^(User|Group):(.+)$' { return @{ $Matches[1] = $Matches[2] } }
        '^system:serviceaccount:([^:]+:[^:]+)$' { return @{ ServiceAccount = $Matches[1] } }
        '^[^:]+:[^:]+$' { return @{ ServiceAccount = $Text } }
    }
    throw "'$(Format-Text $Text)' names nobody: write NAMESPACE:NAME for a service account, Group:NAME or User:NAME."
}

Add-ShouldOperator -Name BeAbleToUsePsp -SupportsArrayInput -Test {
    param(
        [object[]] $ActualValue, [string[]] $Policy, [switch] $Negate, [string] $Because, $Namespace, [switch] $ClusterWide, $Context,
        $KubeConfig, $As, $AsGroup, $RequestTimeout, $Snapshot, $CallerSessionState
    )
    if (-not $Policy) { throw 'Say which policy: Should -BeAbleToUsePsp restricted.' }
    if (-not $ActualValue) { throw 'Nobody was piped to Should.' }
    $arguments = Select-Argument Test-PspUse $PSBoundParameters
    $verdicts = foreach ($name in $ActualValue) {
        $identity = ConvertTo-Identity $name
        Test-PspUse @arguments @identity | Select-Object *, @{ Name = 'Who'; Expression = { $identity } }
    }
    $place = { if ($_.Namespace) { "in namespace $(Format-Text $_.Namespace)" } else { 'everywhere' } }
    if ($Negate) {
        Get-Outcome @($verdicts | Where-Object Allowed) 'nobody of these to be able to use the policy' $Because {
            "  $(Format-Text $_.Identity) may use $(Format-Text $_.Policy) $(& $place): $(Format-Text $_.Reason)"
        }
    } else {
        Get-Outcome @($verdicts | Where-Object -Not Allowed) 'all of these to be able to use the policy' $Because {
            $reason = if ($_.Reason) { ": $(Format-Text $_.Reason)" }
            $scope = if ($_.Namespace) { "-Namespace $(Format-Argument $_.Namespace)" } else { '-ClusterWide' }
            Format-Failure "  $(Format-Text $_.Identity) may not use $(Format-Text $_.Policy) $(& $place)$reason" @(
                "Grant its use: Grant-PspUse $(Format-Argument $_.Policy) -$($_.Who.Keys) $(Format-Argument $_.Who.Values) $scope")
        }
    }
}

Export-ModuleMember
