#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What New-PspSmokeTest writes is green on what it was made from, and red on each single change. Pester runs it in a process of its own.

BeforeDiscovery {
    # Each is one change of the cluster below: a text, what takes its place, and the tests that see it.
    $script:changes = @(
        @{ Change = 'a policy allows more'; From = 'hostNetwork: false'; To = 'hostNetwork: true'; Red = 'web is there, and unchanged' }
        @{ Change = 'a policy has one rule less'; From = 'hostPorts: [ { min: 80, max: 90 } ]'; To = ''; Red = 'web is there, and unchanged' }
        @{ Change = 'a profile that a policy allows'; From = "allowedProfileNames: '*'"; To = 'allowedProfileNames: runtime/default'; Red = 'web is there, and unchanged' }
        @{ Change = 'a policy is gone'; From = 'name: web # policy'; To = 'name: other'; Red = 'web is there, and unchanged' }
        @{ Change = 'a policy that was not there'; From = '# more'; To = 'apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: new }'; Red = 'has no other' }
        @{ Change = 'a grant is gone'; From = '- { kind: ServiceAccount, name: web, namespace: team-a }'; To = ''; Red = 'ServiceAccount team-a:web has web through RoleBinding/team-a/web' }
        @{ Change = 'a grant that was not there'; From = '- { kind: User, name: jane }'; To = '- { kind: User, name: jane }
  - { kind: User, name: john }'; Red = 'has no other' }
        @{ Change = 'a role gives more'; From = 'resourceNames: [web]'; To = 'resourceNames: [web, privileged]'; Red = 'has no other' }
        @{ Change = 'a role gives nothing'; From = 'verbs: [use]'; To = 'verbs: [get]'; Red = 'busybox of @(''team-a:web'') in team-a is admitted by web' }
        @{ Change = 'a grant goes through another role'; From = 'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: web }'; To = 'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: missing }'; Red = 'User jane has web through RoleBinding/team-a/web' }
        @{ Change = 'a service account of a grant is gone'; From = 'name: web, namespace: team-a } # account'; To = 'name: gone, namespace: team-a }'; Red = 'ServiceAccount team-a:web has web through RoleBinding/team-a/web' }
        @{ Change = 'a pod that was refused is admitted'; From = 'hostNetwork: false'; To = 'hostNetwork: true'; Red = 'privileged of @(''team-a:web'') in team-a is refused' }
        @{ Change = 'a pod that was admitted is refused'; From = "runAsUser: { rule: RunAsAny }"; To = 'runAsUser: { rule: MustRunAs }'; Red = 'busybox of @(''team-a:web'') in team-a is admitted by web' }
        @{ Change = 'a level'; From = 'enforce: baseline'; To = 'enforce: privileged'; Red = 'team-a has the same' }
        @{ Change = 'the version of a level'; From = 'enforce-version: v1.24'; To = 'enforce-version: v1.25'; Red = 'team-a has the same' }
        @{ Change = 'a label is gone'; From = 'pod-security.kubernetes.io/warn: restricted'; To = ''; Red = 'team-a has the same' }
        @{ Change = 'a label that was not there'; From = 'pod-security.kubernetes.io/warn: restricted'; To = 'pod-security.kubernetes.io/warn: restricted
    pod-security.kubernetes.io/audit: restricted'; Red = 'team-a has the same' }
        @{ Change = 'a labelled namespace is gone'; From = 'name: team-a # namespace'; To = 'name: team-z'; Red = 'team-a has the same' }
        @{ Change = 'labels of another namespace'; From = 'metadata: { name: team-b }'; To = 'metadata: { name: team-b, labels: { pod-security.kubernetes.io/warn: baseline } }'; Red = 'are on no other namespace' }
    )
    for ($i = 0; $i -lt $changes.Count; $i++) { $changes[$i].Number = $i }
}

Describe 'A smoke test' -ForEach @(@{ Changes = $changes }) {
    BeforeAll {
        $module = Join-Path (Resolve-Path "$PSScriptRoot/../../out/PodSecurity") PodSecurity.psd1
        Import-Module $module -Force
        $cluster = @'
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata:
  name: web # policy
  annotations: { seccomp.security.alpha.kubernetes.io/allowedProfileNames: '*' }
spec:
  hostNetwork: false
  hostPorts: [ { min: 80, max: 90 } ]
  volumes: ['*']
  seLinux: { rule: RunAsAny }
  runAsUser: { rule: RunAsAny }
  fsGroup: { rule: RunAsAny }
  supplementalGroups: { rule: RunAsAny }
---
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: { name: privileged }
spec: { privileged: true, seLinux: { rule: RunAsAny }, runAsUser: { rule: RunAsAny }, fsGroup: { rule: RunAsAny }, supplementalGroups: { rule: RunAsAny } }
---
# more
---
apiVersion: v1
kind: Namespace
metadata:
  name: team-a # namespace
  labels:
    pod-security.kubernetes.io/enforce: baseline
    pod-security.kubernetes.io/enforce-version: v1.24
    pod-security.kubernetes.io/warn: restricted
---
apiVersion: v1
kind: Namespace
metadata: { name: team-b }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: team-a } # account
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
rules: [ { apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use], resourceNames: [web] } ]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: "it's $(throw 1) <throw 2>" }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "'; throw 3 #" }
subjects: [ { kind: Group, name: "$(throw 4)" } ]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: team-a }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: web }
subjects:
  - { kind: ServiceAccount, name: web, namespace: team-a }
  - { kind: User, name: jane }
'@
        # The same as a folder of manifests, a file for each object.
        $null = New-Item $TestDrive/folder -ItemType Directory
        $i = 0
        foreach ($manifest in $cluster -split '(?m)^---$' -match 'kind') { Set-Content "$TestDrive/folder/$(($i++)).yaml" $manifest }
        New-PspSmokeTest $TestDrive/folder.Tests.ps1 -Snapshot $TestDrive/folder

        # Everything in one process, because a process takes seconds to start: what failed, by the snapshot that was tested.
        Set-Content $TestDrive/cluster.yaml $cluster
        New-PspSmokeTest $TestDrive/psp.Tests.ps1 -Snapshot $TestDrive/cluster.yaml
        for ($i = 0; $i -lt $changes.Count; $i++) {
            $cluster.Contains($changes[$i].From) | Should -BeTrue -Because $changes[$i].Change
            Set-Content "$TestDrive/changed-$i.yaml" $cluster.Replace($changes[$i].From, $changes[$i].To)
        }
        $run = @'
param($Module, $Folder)
Import-Module $Module
$results = [ordered]@{}
foreach ($file in @('') + (Get-ChildItem $Folder/changed-*.yaml).FullName) {
    $data = if ($file) { @{ Snapshot = $file } } else { @{} }
    $container = New-PesterContainer -Path $Folder/psp.Tests.ps1 -Data $data
    $result = Invoke-Pester -Container $container -PassThru -Output None
    $results["$(if ($file) { Split-Path $file -Leaf } else { 'same' })"] = @{
        Passed = $result.PassedCount; Failed = @($result.Failed | ForEach-Object ExpandedName); Broken = $result.FailedContainersCount + $result.FailedBlocksCount
    }
}
$results | ConvertTo-Json -Depth 4 | Set-Content $Folder/results.json
'@
        Set-Content $TestDrive/run.ps1 $run
        $said = pwsh -NoProfile -File $TestDrive/run.ps1 $module $TestDrive 2>&1
        "$TestDrive/results.json" | Should -Exist -Because "$said"
        $script:results = Get-Content $TestDrive/results.json -Raw | ConvertFrom-Json
    }

    It 'is green on what it was made from' {
        $results.same.Failed | Should -BeNullOrEmpty
        $results.same.Broken | Should -Be 0
        $results.same.Passed | Should -BeGreaterThan 10
    }

    It 'is red on a change: <Change>' -ForEach $changes {
        $file = "changed-$Number.yaml"
        $results.$file.Broken | Should -Be 0
        $results.$file.Failed | Should -Contain $Red
    }

    It 'is the same for a folder of manifests' {
        $lines = Get-Content $TestDrive/folder.Tests.ps1 | Where-Object { $_ -notmatch '^#|Snapshot = ' }
        $lines | Should -BeExactly (Get-Content $TestDrive/psp.Tests.ps1 | Where-Object { $_ -notmatch '^#|Snapshot = ' })
    }

    It 'is the same when it is written again' {
        New-PspSmokeTest $TestDrive/again.Tests.ps1 -Snapshot $TestDrive/cluster.yaml
        (Get-Content $TestDrive/again.Tests.ps1 -Raw).Replace('again.Tests', 'psp.Tests') | Should -BeExactly (Get-Content $TestDrive/psp.Tests.ps1 -Raw)
    }
}
