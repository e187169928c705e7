#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# From a cluster as EKS makes it to one with a policy of its own. What the module does not make (namespace, service account, pods) comes
# from kubectl. PODSECURITY_TEST_KUBECONFIG names the cluster; its policies must be nobody's who is working.

BeforeDiscovery {
    $script:noCluster = -not $env:PODSECURITY_TEST_KUBECONFIG -or -not (Get-Command kubectl -ErrorAction Ignore)
}

Describe 'The way from eks.privileged to eks.restrictive' -Skip:$noCluster {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../out/PodSecurity" -Force
        $env:KUBECONFIG = $env:PODSECURITY_TEST_KUBECONFIG
        $namespace = 'psp-eks-pester'
        $developer = "system:serviceaccount:${namespace}:eks-test-user"
        $pods = "$PSScriptRoot/../../examples/pods"

        # kubectl writes what it is told, errors too; a pod is asked for until the server has noticed the last change.
        function Invoke-Kubectl { (kubectl @args 2>&1 | Out-String).Trim() }
        function Send-DeveloperPod([string] $Name, [string] $Until) {
            $deadline = [datetime]::UtcNow.AddSeconds(60)
            do { $answer = Invoke-Kubectl --as=$developer -n $namespace apply -f "$pods/$Name.yaml" }
            until ($answer -like $Until -or [datetime]::UtcNow -gt $deadline)
            $answer
        }

        Restore-EksDefaultPsp -Confirm:$false -BackupPath "$TestDrive/before.yaml" -WarningAction Ignore
        Invoke-Kubectl create namespace $namespace
        Invoke-Kubectl -n $namespace create serviceaccount eks-test-user
        Invoke-Kubectl -n $namespace create rolebinding eks-test-editor --clusterrole=edit "--serviceaccount=${namespace}:eks-test-user"
        while (-not (kubectl -n $namespace get serviceaccount default -o 'jsonpath={.secrets}' 2>$null)) { }
    }

    AfterAll {
        Remove-PodSecurityPolicy eks.restrictive -Confirm:$false -ErrorAction Ignore
        Invoke-Kubectl delete namespace $namespace --wait=false
        Remove-Item Env:KUBECONFIG
    }

    It 'lists the default as kubectl does' {
        $shown = Get-PodSecurityPolicy eks.privileged | Out-String -Width 200
        $shown | Should -Match 'NAME +PRIV +CAPS +SELINUX +RUNASUSER +FSGROUP +SUPGROUP +READONLYROOTFS +VOLUMES'
        $shown | Should -Match 'eks\.privileged +true +\* +RunAsAny +RunAsAny +RunAsAny +RunAsAny +false +\*'
    }

    It 'describes it as kubectl does' {
        $shown = Get-PodSecurityPolicy eks.privileged | Format-List | Out-String -Width 200
        $shown | Should -Match 'Allow Privileged *: +true'
        $shown | Should -Match 'Allow Host Ports *: +0-65535'
    }

    It 'sees that everybody may use it' {
        $use = Get-PspUse eks.privileged | Where-Object SubjectName -eq 'system:authenticated'
        $use.SubjectKind | Should -Be Group
        $use.Namespace | Should -BeNullOrEmpty
    }

    It 'makes a policy that keeps pods off the network of the node' {
        (New-RestrictivePsp -Name eks.restrictive -Preset NoHostNetwork).Name | Should -Be eks.restrictive
    }

    It 'only says what it would remove under -WhatIf' {
        Remove-EksDefaultPsp -WhatIf -WarningAction Ignore | Out-Null
        (Get-EksDefaultPsp).State | Should -Be Present
    }

    It 'removes the default, with a backup' {
        Remove-EksDefaultPsp -Confirm:$false -BackupPath "$TestDrive/backup.yaml" -WarningAction Ignore
        (Get-EksDefaultPsp).State | Should -Be Absent
        "$TestDrive/backup.yaml" | Should -FileContentMatch 'name: eks.privileged'
    }

    It 'has said before that the developer can create nothing' {
        $test = Test-PodAgainstPsp -Path $pods/busybox.yaml -User $developer -Namespace $namespace
        $test.Outcome | Should -Be Denied
        Send-DeveloperPod busybox '*unable to admit pod*' | Should -Match ([regex]::Escape($test.Message))
        $test.Message | Should -Be 'pods "busybox" is forbidden: PodSecurityPolicy: unable to admit pod: []'
    }

    It 'grants the use of the policy' {
        Grant-PspUse eks.restrictive -ServiceAccount "${namespace}:eks-test-user" -Namespace $namespace -Confirm:$false
        (Test-PspUse eks.restrictive -ServiceAccount "${namespace}:eks-test-user" -Namespace $namespace).Allowed | Should -BeTrue
        Invoke-Kubectl --as=$developer -n $namespace auth can-i use podsecuritypolicy/eks.restrictive | Should -Match 'yes'
    }

    It 'has said before that the pod is then admitted' {
        Test-PodAgainstPsp -Path $pods/busybox.yaml -User $developer -Namespace $namespace -Quiet | Should -BeTrue
        Send-DeveloperPod busybox '*created*' | Should -Match 'pod/busybox created'
    }

    It 'has said before, in the words of the server, that a pod on the network of the node is not' {
        $test = Test-PodAgainstPsp -Path $pods/privileged.yaml -User $developer -Namespace $namespace
        $test.Message | Should -BeLike '*`[spec.securityContext.hostNetwork: Invalid value: true: Host network is not allowed to be used`]'
        Send-DeveloperPod privileged '*forbidden*' | Should -Match ([regex]::Escape($test.Message))
    }

    It 'judges the pods that run as they were judged' {
        $test = Test-PodAgainstPsp -Namespace $namespace -User $developer
        $test.Name | Should -Be busybox
        $test.Policy | Should -Be eks.restrictive
    }

    It 'takes the grant back' {
        Revoke-PspUse eks.restrictive -ServiceAccount "${namespace}:eks-test-user" -Namespace $namespace -Confirm:$false
        (Test-PspUse eks.restrictive -ServiceAccount "${namespace}:eks-test-user" -Namespace $namespace).Allowed | Should -BeFalse
    }
}
