#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.3' }
# Written by New-PspSmokeTest from {source}. Keep it beside what it watches over, and run it in a pipeline:
#
#     Invoke-Pester {file}
#
# For another cluster, or a snapshot of it:
#
#     Invoke-Pester -Container (New-PesterContainer -Path {file} -Data @{ Snapshot = 'prod.json.gz' })
#
# After a change that was meant, write it anew with New-PspSmokeTest -Force and look at the difference.
param(
    [string] $Context{context},
    [string] $KubeConfig{kubeconfig},
    [string] $Snapshot{snapshot}
)

BeforeDiscovery {
    $skip = @{ Skip = {skip} }

    $policies = @(
        {policies}
    )

    $grants = @(
        {grants}
    )

    $admitted = @(
        {admitted}
    )

    $refused = @(
        {refused}
    )

    $namespaces = @(
        {namespaces}
    )
}

BeforeAll {
    if (-not (Get-Module PodSecurity)) { Import-Module PodSecurity }
    Import-Module (Join-Path (Get-Module PodSecurity).ModuleBase PodSecurity.Pester.psm1)

    $cluster = @{ ErrorAction = 'Stop' }
    if ($Context) { $cluster.Context = $Context }
    if ($KubeConfig) { $cluster.KubeConfig = $KubeConfig }
    if ($Snapshot) { $cluster.Snapshot = $Snapshot }
}

Describe 'Policies' @skip {
    BeforeAll {
        $found = @(Get-PodSecurityPolicy @cluster)

        # What decides about pods: the annotations about profiles, and the spec.
        function Get-PolicyText($Policy) {
            foreach ($name in {annotations}) {
                if ($Policy.Metadata.Annotations.ContainsKey($name)) { "${name}: $($Policy.Metadata.Annotations[$name])" }
            }
            $line = ''
            ($Policy | ConvertTo-PspYaml) -split "`n" | Where-Object {
                if ($_ -match '^\S') { $line = $_ }
                $line -match '^spec:'
            }
        }
    }

    if ($policies) {
        It '<Name> is there, and unchanged' -ForEach $policies {
            $policy = $found | Where-Object Name -CEQ $Name
            $policy | Should -Not -BeNullOrEmpty -Because 'the policy was there'
            (Get-PolicyText $policy) -join "`n" | Should -BeExactly ($Text -join "`n")
        }
    }

    It 'has no other' -ForEach @(@{ Expected = @($policies | ForEach-Object Name) }) {
        $found.Name | Where-Object { $_ -cnotin $Expected } | Should -BeNullOrEmpty
    }
}

Describe 'Grants' @skip {
    BeforeAll {
        function Get-Key($Grant) {
            'Policy', 'Subject', 'Namespace', 'Binding', 'Role', 'Status' | ForEach-Object { "$($Grant.$_)" } | Join-String -Separator "`0"
        }
        $found = @(Get-PspUse @cluster | Select-Object *, @{ Name = 'Key'; Expression = { Get-Key $_ } })
    }

    if ($grants) {
        It '<Subject> has <Policy> through <Binding>' -ForEach $grants {
            (Get-Key $_) -cin $found.Key | Should -BeTrue -Because 'the grant was there'
        }
    }

    It 'has no other' -ForEach @(@{ Expected = $grants }) {
        $keys = @($Expected | ForEach-Object { Get-Key $_ })
        $found | Where-Object Key -CNotIn $keys | ForEach-Object { "$($_.Policy) for $($_.Subject) through $($_.Binding)" } |
            Should -BeNullOrEmpty
    }
}

Describe 'Pods' @skip {
    BeforeAll {
        $manifests = @{
            busybox = @'
{busybox}
'@
            # Uses the network of its node.
            privileged = @'
{privileged}
'@
        }
    }

    if ($admitted) {
        It '<Pod> of <As.Values> in <Namespace> is admitted by <Policy>' -ForEach $admitted {
            $verdict = $manifests[$Pod] | Test-PodAgainstPsp -Namespace $Namespace @As @cluster -Explain
            $verdict | Should -BeAdmittedByPsp
            $verdict.Policy | Should -BeExactly $Policy
        }
    }

    if ($refused) {
        It '<Pod> of <As.Values> in <Namespace> is refused' -ForEach $refused {
            $manifests[$Pod] | Test-PodAgainstPsp -Namespace $Namespace @As @cluster | Should -Not -BeAdmittedByPsp
        }
    }
}

Describe 'Pod Security labels' {
    BeforeAll {
        $found = @(Get-PodSecurityLabel @cluster)

        # The labels as they are written on the namespace.
        function Get-LabelText($Label) {
            $values = [ordered]@{
                'enforce' = $Label.Enforce; 'enforce-version' = $Label.EnforceVersion; 'audit' = $Label.Audit
                'audit-version' = $Label.AuditVersion; 'warn' = $Label.Warn; 'warn-version' = $Label.WarnVersion
            }
            $values.Keys | Where-Object { $null -ne $values[$_] } | ForEach-Object { "pod-security.kubernetes.io/${_}: $($values[$_])" }
        }
    }

    if ($namespaces) {
        It '<Namespace> has the same' -ForEach $namespaces {
            $label = $found | Where-Object Namespace -CEQ $Namespace
            $label | Should -Not -BeNullOrEmpty -Because 'the namespace was there'
            (Get-LabelText $label) -join "`n" | Should -BeExactly ($Text -join "`n")
        }
    }

    It 'are on no other namespace' -ForEach @(@{ Expected = @($namespaces | ForEach-Object Namespace) }) {
        $found | Where-Object { $_.Namespace -cnotin $Expected -and (Get-LabelText $_) } | ForEach-Object Namespace | Should -BeNullOrEmpty
    }
}
