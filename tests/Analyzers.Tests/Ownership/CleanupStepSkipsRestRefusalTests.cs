using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>Where LEAK1013 is not fixed, and what it leaves alone.</summary>
public sealed class CleanupStepSkipsRestRefusalTests
{
    private static string Holder(string members) =>
        $$"""
        #nullable enable
        sealed class LogFiles : IDisposable
        {
            private readonly List<FileStream> _files = new();

            public void Open(string path) => _files.Add(new FileStream(path, FileMode.Append));

        {{members}}
        }
        """;

    private static Task OffersNothingAsync(string members) => Verify<IsolateStepsFix>.OffersNothingAsync(Holder(members));

    private static Task SilentAsync(string members) => Verify.SilentAsync(Holder(members));

    [Fact]
    public Task EarlyReturn_OffersNothing() => OffersNothingAsync(
        """
            public void Dispose()
            {
                foreach (var file in _files)
                {
                    if (!file.CanWrite)
                        {|LEAK1013:return;|}
                    try
                    {
                        file.Dispose();
                    }
                    catch (IOException)
                    {
                    }
                }
            }
        """);

    [Fact]
    public Task ReturnBehindTheLoopSkipsTheThrow_OffersNothing() => OffersNothingAsync(
        """
            public void Dispose()
            {
                foreach (var file in _files)
                    {|LEAK1013:file.Dispose()|};
                if (_files.Count == 0)
                    return;
                _files.Clear();
            }
        """);

    [Fact]
    public Task CleanupInTheReturn_OffersNothing() => OffersNothingAsync(
        """
            public void Dispose() => Close();

            private bool Close()
            {
                foreach (var file in _files)
                    {|LEAK1013:file.Dispose()|};
                return Forget();
            }

            private bool Forget()
            {
                _files.Clear();
                return true;
            }
        """);

    [Fact]
    public Task CatchInTheLoop_Silent() => SilentAsync(
        """
            public void Dispose()
            {
                foreach (var file in _files)
                {
                    try
                    {
                        file.Dispose();
                    }
                    catch (IOException)
                    {
                    }
                }
            }
        """);

    [Fact]
    public Task NotAClosingMember_Silent() => SilentAsync(
        """
            public void Reset()
            {
                foreach (var file in _files)
                    file.Dispose();
                _files.Clear();
            }

            public void Dispose()
            {
                foreach (var file in _files)
                {
                    try { file.Dispose(); } catch (IOException) { }
                }
            }
        """);

    [Fact]
    public Task DisposeThatCannotFail_Silent() => Verify.SilentAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly List<Timer> _timers = new();

            public void Start() => _timers.Add(new Timer(_ => { }));

            public void Dispose()
            {
                foreach (var timer in _timers)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task EntriesOfSomebodyElse_Silent() => Verify.SilentAsync(
        """
        sealed class Names : IDisposable
        {
            private readonly List<FileStream> _files = new();

            public void Add(FileStream file) => _files.Add(file);

            public void Dispose()
            {
                foreach (var file in _files)
                    Console.WriteLine(file.Name);
            }
        }
        """);

    [Theory]
    [InlineData("await line.Client.DisconnectAsync(false).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);")]
    [InlineData("try { await line.Client.DisconnectAsync(false); } catch (SocketException) { }")]
    public Task AwaitedStepThatThrowsNothing_Silent(string step) => Verify.SilentAsync(
        $$"""
        using System.Net.Sockets;

        sealed class Lines(Func<TcpClient> open) : IAsyncDisposable
        {
            private readonly Queue<TcpClient> _lines = new();

            public void Open() => _lines.Enqueue(open());

            public async ValueTask DisposeAsync()
            {
                while (_lines.TryDequeue(out var line))
                {
                    {{step}}
                    line.Dispose();
                }
            }
        }
        """);
}
