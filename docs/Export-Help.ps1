# Makes en-US/PodSecurity.dll-Help.xml out of docs/en-US. Needs Microsoft.PowerShell.PlatyPS 1.0 or later.
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0

$mamlNames = @{
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    maml = 'http://schemas.microsoft.com/maml/2004/10'
    dev = 'http://schemas.microsoft.com/maml/dev/2004/10'
}

# PlatyPS leaves the code of an example, with its fence, in the introduction; Get-Help shows it well where the schema has a place for it.
function Move-ExampleCode([xml] $Help) {
    foreach ($example in (Select-Xml -Xml $Help -XPath '//command:example' -Namespace $mamlNames).Node) {
        $text = @($example.introduction.para | Where-Object { $_ -and $_ -ne [char]0x80 })
        $example.introduction.RemoveAll()
        $example['maml:title'].InnerText = $example.title.Trim('-', ' ')
        $example['dev:code'].InnerText = $text[0] -replace '^```\w*\r?\n' -replace '\r?\n```$'
        # The empty one keeps a distance to the next example.
        foreach ($remark in @($text | Select-Object -Skip 1) + '') {
            $paragraph = $Help.CreateElement('maml', 'para', $mamlNames.maml)
            $paragraph.InnerText = $remark
            $null = $example['dev:remarks'].AppendChild($paragraph)
        }
    }
}

# A link to another page is of use beside it only; the name is what Get-Help takes.
function Clear-PageLink([xml] $Help) {
    foreach ($uri in (Select-Xml -Xml $Help -XPath '//maml:navigationLink/maml:uri[not(contains(., "://"))]' -Namespace $mamlNames).Node) {
        $uri.InnerText = ''
    }
    # Without an address there is no online version.
    foreach ($link in (Select-Xml -Xml $Help -XPath '//maml:navigationLink[maml:linkText="Online Version" and maml:uri=""]' -Namespace $mamlNames).Node) {
        $null = $link.ParentNode.RemoveChild($link)
    }
}

$folder = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
try {
    $file = Get-ChildItem "$PSScriptRoot/en-US/*.md" | ForEach-Object FullName | Import-MarkdownCommandHelp | Export-MamlCommandHelp -OutputFolder $folder
    [xml] $help = Get-Content $file -Raw
    Move-ExampleCode $help
    Clear-PageLink $help
    $help.Save("$PSScriptRoot/../en-US/PodSecurity.dll-Help.xml")
}
finally {
    Remove-Item $folder -Recurse -ErrorAction Ignore
}
