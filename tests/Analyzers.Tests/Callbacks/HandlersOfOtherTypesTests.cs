using Xunit;

namespace LeakGuard.Analyzers.Tests.Callbacks;

/// <summary>LEAK3001 where one type has the handler and another attaches it.</summary>
public sealed class HandlersOfOtherTypesTests
{
    private static string Types(string wait, string attach, string access = "public") =>
        $$"""
        #nullable enable
        interface ILink
        {
            event EventHandler<string> Dropped;
            void Reconnect();
        }

        sealed class Recovery(ILink link) : IDisposable
        {
            private readonly AutoResetEvent _ready = new(false);

            public void Ready() => _ready.Set();

            {{access}} void HandleDropped(object? sender, string reason)
            {
                link.Reconnect();
                if (!WaitForIt())
                    Console.WriteLine(reason);
            }

            private bool WaitForIt() => {{wait}};

            public void Dispose() => _ready.Dispose();
        }

        sealed class Supervisor : IDisposable
        {
            private readonly Recovery _recovery;

            public Supervisor(ILink link)
            {
                _recovery = new Recovery(link);
                {{attach}}
            }

            public void Dispose() => _recovery.Dispose();
        }
        """;

    [Theory]
    [InlineData("link.Dropped += _recovery.HandleDropped;")]
    [InlineData("link.Dropped += new EventHandler<string>(_recovery.HandleDropped);")]
    [InlineData("var recovery = _recovery; link.Dropped += recovery.HandleDropped;")]
    public Task AttachedElsewhere_Fires(string attach) => Verify.FindsAsync(Types("{|LEAK3001:_ready.WaitOne(1000)|}", attach));

    [Theory]
    [InlineData("_recovery.HandleDropped(this, \"now\");")]
    [InlineData("Console.WriteLine(nameof(_recovery.HandleDropped));")]
    [InlineData("link.Dropped -= _recovery.HandleDropped;")]
    [InlineData("EventHandler<string> handler = _recovery.HandleDropped; handler(this, \"now\");")]
    public Task NeverAttached_IsSilent(string attach) => Verify.SilentAsync(Types("_ready.WaitOne(1000)", attach));

    [Fact]
    public Task NoWait_IsSilent() => Verify.SilentAsync(Types("_ready.WaitOne(0)", "link.Dropped += _recovery.HandleDropped;"));

    [Fact]
    public Task WaitOnAnotherThread_IsSilent() =>
        Verify.SilentAsync(Types("Task.Run(() => _ready.WaitOne(1000)).IsCompleted", "link.Dropped += _recovery.HandleDropped;"));
}
