using PodSecurity.Hosting;

namespace PodSecurity.Tests.Hosting;

public sealed class PipelinePumpTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelinePump _pump;

    public PipelinePumpTests() => _pump = new(_stop.Cancel);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void Code_after_an_await_runs_on_the_pipeline_thread()
    {
        var threads = new List<int> { Environment.CurrentManagedThreadId };

        _pump.Run(async () =>
        {
            await Task.Run(() => { });
            threads.Add(Environment.CurrentManagedThreadId);
            await Task.Yield();
            threads.Add(Environment.CurrentManagedThreadId);
        });

        Assert.Single(threads.Distinct());
    }

    [Fact]
    public void Messages_of_other_threads_come_in_order_on_the_pipeline_thread()
    {
        var seen = new List<(int Number, int Thread)>();

        _pump.Run(() => Task.Run(() =>
        {
            for (var number = 0; number < 100; number++)
            {
                var message = number;
                _pump.Invoke(() => seen.Add((message, Environment.CurrentManagedThreadId)));
            }
        }));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => (number, Environment.CurrentManagedThreadId)), seen);
    }

    [Fact]
    public void A_message_that_cannot_be_written_ends_the_work_and_is_the_result()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => _pump.Run(() => Task.Run(async () =>
        {
            _pump.Invoke(() => throw new InvalidOperationException("stop"));
            await Task.Delay(Timeout.Infinite, _stop.Token);
        })));

        Assert.Equal("stop", thrown.Message);
    }

    [Fact]
    public void The_exception_of_the_work_is_thrown_as_it_is() =>
        Assert.Throws<FormatException>(() => _pump.Run(async () =>
        {
            await Task.Yield();
            throw new FormatException();
        }));
}
