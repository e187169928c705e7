// Nothing is written to the console here; whether there is one, a property of a view can learn nowhere else.
#pragma warning disable RS0030

using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace PodSecurity.Formatting;

/// <summary>
/// What the views know of the screen. PowerShell takes colours out of redirected output only where its host says that it shows none, and
/// pwsh on Unix always says that it does. So the views look themselves.
/// </summary>
internal static class Terminal
{
    // What PowerShell takes where a host has no screen.
    private const int DefaultWidth = 120;

    public static bool IsColoured => !Console.IsOutputRedirected;

    /// <summary>
    /// The characters of a line, by the host: for the screen and for redirected output PowerShell takes the same. The width that
    /// Out-String and Out-File are given is told to no view: a wider text then has the same lines, a narrower one may break words.
    /// </summary>
    public static int Width
    {
        get
        {
            if (Runspace.DefaultRunspace is null)
            {
                return DefaultWidth;
            }
            try
            {
                // This script runs in the runspace whose output is formatted; a property of a view is given no session state.
                return ScriptBlock.Create(
                    "$Host").Invoke() is [{ BaseObject: PSHost { UI.RawUI: { } screen } }] && screen.BufferSize.Width is > 0 and var width
                    ? width
                    : DefaultWidth;
            }
            catch (Exception none) when (none is HostException or NotImplementedException or NotSupportedException or RuntimeException
                or IOException)
            {
                return DefaultWidth;
            }
        }
    }
}
