using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using PodSecurity.Kubernetes.KubeConfig;

namespace PodSecurity.Kubernetes.Credentials;

/// <summary>A started plugin, until it ends or is ended. Neither its output nor its children can keep us.</summary>
internal sealed class PluginRun(Process process, PluginPatience patience, PluginVoice voice)
{
    /// <summary>The most bytes that a credential may have.</summary>
    public const int LongestOutput = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new();

    /// <summary>The output was longer than a credential may be; the plugin was ended.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The plugin took longer than it may; it was ended.</summary>
    public bool IsTooLate { get; private set; }

    /// <summary>Waits for the end; gives what the plugin wrote.</summary>
    public async Task<byte[]> WaitAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.WhenAll(ReadOutputAsync(stop.Token), ReadErrorsAsync(stop.Token));
        try
        {
            await WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            // Whatever the plugin left running may have inherited its pipes: their end may never come.
            await Task.WhenAny(reading, Task.Delay(patience.Grace, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        lock (_output)
        {
            return _output.WrittenSpan.ToArray();
        }
    }

    private async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        var exit = process.WaitForExitAsync(cancellationToken);
        try
        {
            if (!await EndsWithinAsync(exit, patience.Quiet, cancellationToken).ConfigureAwait(false))
            {
                voice.Show();
                IsTooLate = !await EndsWithinAsync(exit, patience.Limit, cancellationToken).ConfigureAwait(false);
            }
            if (IsTooLate)
            {
                Kill();
            }
            await exit.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Here and not in a registration of the token: that one may be disposed of, by this very exception, before it has run.
            Kill();
            throw;
        }
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        using var alarm = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(task, Task.Delay(time, alarm.Token)).ConfigureAwait(false);
        await alarm.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == task;
    }

    private Task ReadOutputAsync(CancellationToken cancellationToken) => ReadAsync(process.StandardOutput.BaseStream, block =>
    {
        lock (_output)
        {
            IsTooLong = _output.WrittenCount + block.Length > LongestOutput;
            if (!IsTooLong)
            {
                _output.Write(block.Span);
            }
        }
        if (IsTooLong)
        {
            Kill();
        }
        return !IsTooLong;
    }, cancellationToken);

    /// <summary>The plugins' language is UTF-8, whatever code page a console has.</summary>
    private Task ReadErrorsAsync(CancellationToken cancellationToken)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var text = new char[8 * 1024];
        return ReadAsync(process.StandardError.BaseStream, block =>
        {
            voice.Hear(text.AsSpan(0, decoder.GetChars(block.Span, text, flush: false)));
            return true;
        }, cancellationToken);
    }

    /// <summary>Gives a stream to the listener, block by block, until it ends or the listener has enough. Never fails.</summary>
    private static async Task ReadAsync(Stream stream, Func<ReadOnlyMemory<byte>, bool> listen, CancellationToken cancellationToken)
    {
        var block = new byte[4 * 1024];
        try
        {
            int count;
            do
            {
                count = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false);
            }
            while (count > 0 && !cancellationToken.IsCancellationRequested && listen(block.AsMemory(0, count)));
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // What was read so far counts.
        }
    }

    /// <summary>With the whole tree: plugins are often scripts around the program that waits.</summary>
    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ended) when (ended is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It has ended by itself, or parts of it do not belong to us.
        }
    }
}
