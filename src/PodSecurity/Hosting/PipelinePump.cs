using System.Runtime.ExceptionServices;

namespace PodSecurity.Hosting;

/// <summary>
/// Runs asynchronous code on the pipeline thread: what follows an <c>await</c> comes back to it, because PowerShell's Write methods
/// may be called nowhere else.
/// </summary>
internal sealed class PipelinePump(Action cancel) : SynchronizationContext
{
    private readonly Queue<Action> _queue = new();
    private int _thread;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state) => Enqueue(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <summary>Does the work at once on the pipeline thread, and otherwise as soon as that thread waits.</summary>
    public void Invoke(Action work)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            work();
        }
        else
        {
            Enqueue(work);
        }
    }

    /// <summary>Returns when the task has ended, with its exception if it has one.</summary>
    public void Run(Func<Task> step)
    {
        var outer = Current;
        _thread = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            Complete(step());
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <remarks>A message may fail to be written (a warning under -WarningAction Stop): the work then ends, and that failure is the
    /// result.</remarks>
    private void Complete(Task task)
    {
        ExceptionDispatchInfo? failure = null;
        if (!task.IsCompleted)
        {
            task.ContinueWith(
                _ => Enqueue(() => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        while (Next(wait: !task.IsCompleted) is { } work)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                cancel();
            }
        }
        failure?.Throw();
        task.GetAwaiter().GetResult();
    }

    private Action? Next(bool wait)
    {
        lock (_queue)
        {
            while (wait && _queue.Count == 0)
            {
                Monitor.Wait(_queue);
            }
            return _queue.TryDequeue(out var work) ? work : null;
        }
    }

    private void Enqueue(Action work)
    {
        lock (_queue)
        {
            _queue.Enqueue(work);
            Monitor.Pulse(_queue);
        }
    }
}
