#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What an administrator does with files alone, without a cluster.

BeforeAll {
    Import-Module "$PSScriptRoot/../../out/PodSecurity" -Force
    $examples = "$PSScriptRoot/../../examples"
    $script:restricted = "$examples/policies/restricted.yaml"
}

Describe 'Looking at policies' {
    It 'shows them as kubectl does, and the same when the output goes to a file' {
        Get-PodSecurityPolicy -Path $examples/policies | Out-File "$TestDrive/table.txt" -Width 200
        "$TestDrive/table.txt" | Should -FileContentMatch 'eks\.restrictive +false'
        "$TestDrive/table.txt" | Should -Not -FileContentMatch ([char]27)
    }

    It 'finds them by wildcard' {
        (Get-PodSecurityPolicy 'eks.*' -Path $examples/policies).Name | Sort-Object | Should -Be eks.privileged, eks.restrictive
    }

    It 'gives them back as YAML without loss' {
        $policy = Get-PodSecurityPolicy eks.privileged -Path $examples/policies
        $again = $policy | ConvertTo-PspYaml | ConvertFrom-PspYaml
        $again | ConvertTo-PspYaml | Should -Be ($policy | ConvertTo-PspYaml)
    }

    It 'takes what Select-Object, Where-Object and ConvertTo-Json make of them' {
        Get-PodSecurityPolicy -Path $examples/policies | Where-Object { $_.Spec.HostNetwork } | Select-Object -ExpandProperty Name | Should -Contain eks.privileged
        { Get-PodSecurityPolicy -Path $restricted | ConvertTo-Json -Depth 5 | ConvertFrom-Json } | Should -Not -Throw
    }
}

Describe 'Writing policies' {
    It 'makes one of least privilege that the server accepts and that admits a harmless pod' {
        $yaml = New-RestrictivePsp -Name web -AsYaml
        ($yaml | Test-PodSecurityPolicy).Valid | Should -BeTrue
        $pod = @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web' }; spec = @{ containers = @(@{ name = 'web'; image = 'web:1' }) } }
        $test = $pod | Test-PodAgainstPsp -Policy $yaml
        $test.Outcome | Should -Be Allowed
        $test.Mutated | Should -BeTrue
    }

    It 'says what the server would refuse, in its words' {
        $result = "apiVersion: policy/v1beta1`nkind: PodSecurityPolicy`nmetadata: {name: x}`nspec: {volumes: [floppy]}" | Test-PodSecurityPolicy
        $result.Valid | Should -BeFalse
        $result.Errors.Field | Should -Contain 'spec.volumes'
    }
}

Describe 'Testing pods' {
    It 'judges a folder of workloads, each with its file and line' {
        $tests = Test-PodAgainstPsp -Path $examples/manifests -PolicyPath $restricted
        $tests.Outcome | Sort-Object -Unique | Should -Be Allowed, Denied
        $tests.Source | ForEach-Object { "$_" } | Should -Match '\.yaml:\d+$'
    }

    It 'works as a gate in a pipeline of continuous integration' {
        Test-PodAgainstPsp -Path $examples/pods/privileged.yaml -PolicyPath $examples/policies/eks.restrictive.yaml -Quiet | Should -BeFalse
        Test-PodAgainstPsp -Path $examples/pods/busybox.yaml -PolicyPath $examples/policies/eks.restrictive.yaml -Quiet | Should -BeTrue
    }

    It 'takes files from Get-ChildItem and objects from ConvertFrom-Json' {
        (Get-ChildItem $examples/pods/*.yaml | Test-PodAgainstPsp -PolicyPath $restricted).Count | Should -Be 2
        $object = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"json"},"spec":{"containers":[{"name":"c","image":"c"}]}}' | ConvertFrom-Json
        ($object | Test-PodAgainstPsp -PolicyPath $restricted).Name | Should -Be json
    }

    It 'explains what stands in the way and the least that would have to change' {
        $test = Test-PodAgainstPsp -Path $examples/pods/privileged.yaml -PolicyPath $examples/policies/eks.restrictive.yaml -Explain
        $test.Explanation.Policy | Should -Be eks.restrictive
        $test.Explanation.PolicyFix | Should -Match hostNetwork
    }

    It 'stops early when the pipeline has enough' {
        @(Test-PodAgainstPsp -Path $examples/manifests -PolicyPath $restricted | Select-Object -First 1).Count | Should -Be 1
    }

    It 'goes on after a broken file, with an error that names file and line' {
        Set-Content "$TestDrive/a.yaml" "kind: Pod`n`tapiVersion: v1"
        Copy-Item $examples/pods/busybox.yaml "$TestDrive/b.yaml"
        $tests = Test-PodAgainstPsp -Path "$TestDrive/*.yaml" -PolicyPath $restricted -ErrorVariable errors -ErrorAction SilentlyContinue
        $tests.Name | Should -Be busybox
        $errors.Count | Should -Be 1
        "$($errors[0])" | Should -Match 'a\.yaml'
        $errors[0].CategoryInfo.Category | Should -Be InvalidData
    }
}

Describe 'The module beside others' {
    It 'can be removed and imported again' {
        Remove-Module PodSecurity
        Import-Module "$PSScriptRoot/../../out/PodSecurity"
        (Get-PodSecurityPolicy -Path $restricted).Name | Should -Be restricted
    }

    It 'works in several runspaces at once' {
        $names = 1..4 | ForEach-Object -Parallel {
            Import-Module "$using:PSScriptRoot/../../out/PodSecurity"
            (Get-PodSecurityPolicy -Path $using:restricted).Name
        }
        $names | Should -Be (, 'restricted' * 4)
    }

    It 'has help with examples for every command' {
        foreach ($command in Get-Command -Module PodSecurity -CommandType Cmdlet) {
            (Get-Help $command.Name -Full).examples.example.Count | Should -BeGreaterThan 1 -Because $command.Name
        }
    }
}
