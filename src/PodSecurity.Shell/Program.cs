using System.Text;
using PodSecurity.Shell;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (ShellArguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(ShellArguments.Usage);
    return ShellHost.Failure;
}
if (arguments.MissingFile is { } missing)
{
    Console.Error.WriteLine($"There is no file '{missing}'.");
    return ShellHost.Failure;
}
using var shell = new ShellSession();
Console.CancelKeyPress += (_, key) => key.Cancel = shell.Stop();
return arguments.Script switch
{
    _ when !shell.ImportModule() => ShellHost.Failure,
    null => new InteractivePrompt(shell).Run(),
    var script => shell.RunToEnd(script, arguments.File is not null),
};
