#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The operators of PodSecurity.Pester.psm1: what they let pass, and what they say when they do not.

BeforeAll {
    Import-Module "$PSScriptRoot/../../out/PodSecurity" -Force
    Import-Module (Join-Path (Get-Module PodSecurity).ModuleBase PodSecurity.Pester.psm1)
    $script:examples = "$PSScriptRoot/../../examples"
    $script:policy = "$examples/policies/eks.restrictive.yaml"

    function Get-Failure([scriptblock] $Test) {
        try { & $Test } catch { return $_.Exception.Message }
        throw 'The operator let it pass.'
    }

    # A snapshot in which team-a:web may use one of the policies, in its namespace.
    $rbac = @'
---
apiVersion: v1
kind: Namespace
metadata: { name: team-a }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: restrictive }
rules: [ { apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use], resourceNames: [eks.restrictive] } ]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: team-a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: restrictive }
subjects: [ { kind: ServiceAccount, name: web, namespace: team-a } ]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: nobody }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: restrictive }
'@
    $script:snapshot = "$TestDrive/cluster.yaml"
    (Get-Content $policy -Raw) + $rbac | Set-Content $snapshot
}

Describe 'Should -BeAdmittedByPsp' {
    It 'lets pass what is admitted, and with -Not what is refused' {
        Get-Item $examples/pods/busybox.yaml | Should -BeAdmittedByPsp -PolicyPath $policy
        Get-Item $examples/pods/privileged.yaml | Should -Not -BeAdmittedByPsp -PolicyPath $policy
    }

    It 'says of what is refused what -Explain says' {
        $failure = Get-Failure { Get-Item $examples/pods/privileged.yaml | Should -BeAdmittedByPsp -PolicyPath $policy -Because 'it was before' }
        $failure | Should -BeLike 'Expected every pod to be admitted, because it was before, but:*'
        $failure | Should -BeLike '*Pod/default/privileged is refused: pods "privileged" is forbidden: PodSecurityPolicy: unable to admit pod: *'
        $explained = Test-PodAgainstPsp $examples/pods/privileged.yaml -PolicyPath $policy -Explain
        $failure | Should -BeLike "*$([WildcardPattern]::Escape($explained.Explanation))*"
    }

    It 'names with -Not the policy that admits, and each pod on its own' {
        $failure = Get-Failure { Get-ChildItem $examples/pods | Should -Not -BeAdmittedByPsp -PolicyPath $policy }
        $failure | Should -BeLike '*Pod/default/busybox is admitted by eks.restrictive.*'
        $failure | Should -Not -BeLike '*Pod/default/privileged*'
    }

    It 'asks a cluster or a snapshot as its command does' {
        Get-Item $examples/pods/busybox.yaml | Should -BeAdmittedByPsp -ServiceAccount team-a:web -Snapshot $snapshot
        Get-Item $examples/pods/busybox.yaml | Should -Not -BeAdmittedByPsp -ServiceAccount team-a:other -Snapshot $snapshot
    }

    It 'takes verdicts, text and objects' {
        Test-PodAgainstPsp $examples/pods/busybox.yaml -PolicyPath $policy | Should -BeAdmittedByPsp
        Get-Content $examples/pods/busybox.yaml -Raw | Should -BeAdmittedByPsp -PolicyPath $policy
        @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'a' }; spec = @{ containers = @(@{ name = 'a'; image = 'a' }) } } |
            Should -BeAdmittedByPsp -PolicyPath $policy
    }

    It 'passes nothing that was not judged, with -Not or without: <Name>' -ForEach @(
        @{ Name = 'nothing'; Given = { } }
        @{ Name = '$null'; Given = { $null } }
        @{ Name = 'a service'; Given = { @{ apiVersion = 'v1'; kind = 'Service'; metadata = @{ name = 'a' } } } }
        @{ Name = 'a broken text'; Given = { 'kind: [' } }
    ) {
        { & $Given | Should -BeAdmittedByPsp -PolicyPath $policy } | Should -Throw
        { & $Given | Should -Not -BeAdmittedByPsp -PolicyPath $policy } | Should -Throw
    }

    It 'shows what a terminal would obey' {
        $pod = @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = "a$([char]27)[2J" }; spec = @{ hostNetwork = $true; containers = @(@{ name = 'a' }) } }
        $failure = Get-Failure { $pod | Should -BeAdmittedByPsp -PolicyPath $policy }
        $failure | Should -Not -Match '\e'
        $failure | Should -BeLike '*a\u001b`[2J*'
    }
}

Describe 'Should -MeetPodSecurityStandard' {
    It 'lets pass what meets the level, and with -Not what violates it' {
        Get-Item $examples/pods/busybox.yaml | Should -MeetPodSecurityStandard baseline
        Get-Item $examples/pods/privileged.yaml | Should -Not -MeetPodSecurityStandard baseline -Version v1.20
    }

    It 'says what violates it, and the least that would have to change' {
        $failure = Get-Failure { Get-Item $examples/pods/busybox.yaml | Should -MeetPodSecurityStandard restricted }
        $failure | Should -BeLike 'Expected every pod to meet the level restricted, but:*'
        $explained = (Test-PodSecurityStandard $examples/pods/busybox.yaml -Level restricted -Explain).Explanation
        $explained | Should -Not -BeNullOrEmpty
        foreach ($explanation in $explained) { $failure | Should -BeLike "*$([WildcardPattern]::Escape($explanation))*" }
    }

    It 'says with -Not which level is met' {
        Get-Failure { Get-Item $examples/pods/busybox.yaml | Should -Not -MeetPodSecurityStandard baseline } |
            Should -BeLike '*Pod/default/busybox meets baseline:latest.*'
    }

    It 'is not passed without a level, a known one, and something to judge' {
        { Get-Item $examples/pods/busybox.yaml | Should -MeetPodSecurityStandard } | Should -Throw '*Say which level*'
        { Get-Item $examples/pods/busybox.yaml | Should -MeetPodSecurityStandard strict } | Should -Throw
        { @() | Should -Not -MeetPodSecurityStandard baseline } | Should -Throw
    }

    It 'takes verdicts by the same level, and no others' {
        Test-PodSecurityStandard $examples/pods/busybox.yaml -Level baseline | Should -MeetPodSecurityStandard baseline
        { Test-PodSecurityStandard $examples/pods/busybox.yaml -Level baseline | Should -Not -MeetPodSecurityStandard restricted } |
            Should -Throw '*was judged by baseline*'
    }
}

Describe 'Should -BeAbleToUsePsp' {
    It 'tells who may from who may not' {
        'team-a:web', 'system:serviceaccount:team-a:web' | Should -BeAbleToUsePsp eks.restrictive -Snapshot $snapshot
        'team-a:other', 'User:jane', 'Group:system:authenticated' | Should -Not -BeAbleToUsePsp eks.restrictive -Namespace team-a -Snapshot $snapshot
        'team-a:web' | Should -Not -BeAbleToUsePsp eks.restrictive -ClusterWide -Snapshot $snapshot
    }

    It 'names the grant that is missing' {
        Get-Failure { 'team-a:other' | Should -BeAbleToUsePsp eks.restrictive -Snapshot $snapshot } |
            Should -BeLike '*Grant-PspUse eks.restrictive -ServiceAccount team-a:other -Namespace team-a'
        Get-Failure { "Group:o'neil" | Should -BeAbleToUsePsp eks.restrictive -ClusterWide -Snapshot $snapshot } |
            Should -BeLike "*Grant-PspUse eks.restrictive -Group 'o''neil' -ClusterWide"
    }

    It 'names with -Not the grant that is there' {
        Get-Failure { 'team-a:web' | Should -Not -BeAbleToUsePsp eks.restrictive -Snapshot $snapshot } |
            Should -BeLike '*team-a:web may use eks.restrictive in namespace team-a: RBAC: allowed by RoleBinding "web/team-a"*'
    }

    It 'is not passed without somebody and a policy' {
        { @() | Should -Not -BeAbleToUsePsp eks.restrictive -Snapshot $snapshot } | Should -Throw
        { 'jane' | Should -Not -BeAbleToUsePsp eks.restrictive -Snapshot $snapshot } | Should -Throw "*'jane' names nobody*"
        { 'team-a:web' | Should -Not -BeAbleToUsePsp -Snapshot $snapshot } | Should -Throw '*Say which policy*'
    }
}

Describe 'Loading the operators' {
    It 'is left to whoever wants them' {
        $loaded = pwsh -NoProfile -Command "Import-Module '$((Get-Module PodSecurity).ModuleBase)'; (Get-Module).Name"
        $loaded | Should -Contain PodSecurity
        $loaded | Should -Not -Contain Pester
    }

    It 'brings the module and Pester, and can be repeated' {
        $file = Join-Path (Get-Module PodSecurity).ModuleBase PodSecurity.Pester.psm1
        $loaded = pwsh -NoProfile -Command "Import-Module '$file'; Import-Module '$file' -Force; (Get-Module).Name; (Get-ShouldOperator).Name"
        $loaded | Should -Contain PodSecurity
        $loaded | Should -Contain Pester
        foreach ($operator in 'BeAdmittedByPsp', 'MeetPodSecurityStandard', 'BeAbleToUsePsp') { $loaded | Should -Contain $operator }
    }
}
