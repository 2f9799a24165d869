using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>Where LEAK1009 is not fixed, and what it leaves alone.</summary>
public sealed class CreatedThenLostRefusalTests
{
    private static string Holder(string members) =>
        $$"""
        #nullable enable
        using System.Net.Sockets;

        sealed class BrokerPool : IDisposable
        {
            private readonly Dictionary<string, TcpClient> _clients = new();
        {{members}}

            public void Dispose()
            {
        {{(members.Contains("_gate", StringComparison.Ordinal) ? Close : string.Empty)}}
                foreach (var client in _clients.Values)
                    client.Dispose();
            }
        }
        """;

    private const string Gate =
        """
            private readonly object _gate = new();
            private bool _closed;


        """;

    private const string Close =
        """
                lock (_gate)
                {
                    if (_closed)
                        return;
                    _closed = true;
                }

        """;

    private static Task OffersNothingAsync(string members) => Verify<DisposeOnFailureFix>.OffersNothingAsync(Holder(members));

    private static Task SilentAsync(string members) => Verify.SilentAsync(Holder(members));

    [Fact]
    public Task LocalUsedAfterTheInsertion_OffersNothing() => OffersNothingAsync(
        """
            public void Open(string name)
            {
                var {|LEAK1009:client = new TcpClient()|};
                client.Connect(name, 80);
                var port = client.Client.RemoteEndPoint;
                _clients.Add(name, client);
                Console.WriteLine(port);
            }
        """);

    [Fact]
    public Task FailsBehindTheInsertion_OffersNothing() => OffersNothingAsync(
        Gate + """
            public void Open(string name)
            {
                var {|LEAK1009:client = new TcpClient()|};
                client.Connect(name, 80);
                lock (_gate)
                {
                    ObjectDisposedException.ThrowIf(_closed, this);
                    _clients.Add(name, client);
                    File.WriteAllText(name, "open");
                }
            }
        """);

    [Fact]
    public Task StoredInALoop_OffersNothing() => OffersNothingAsync(
        """
            public void Open(string[] names)
            {
                var {|LEAK1009:client = new TcpClient()|};
                client.Connect(names[0], 80);
                foreach (var name in names)
                    _clients.Add(name, client);
            }
        """);

    [Fact]
    public Task CreatedUnderTheLock_OffersNothing() => OffersNothingAsync(
        Gate + """
            public void Open(string name)
            {
                lock (_gate)
                {
                    var {|LEAK1009:client = new TcpClient()|};
                    client.Connect(name, 80);
                    ObjectDisposedException.ThrowIf(_closed, this);
                    _clients.Add(name, client);
                }
            }
        """);

    [Fact]
    public Task ReturnThatWorks_OffersNothing() => OffersNothingAsync(
        """
            public long Open(string name, bool isWanted)
            {
                var {|LEAK1009:client = new TcpClient()|};
                if (!isWanted)
                    return File.ReadAllText(name).Length;
                _clients.Add(name, client);
                return 0;
            }
        """);

    [Fact]
    public Task DisposedInACatch_Silent() => SilentAsync(
        """
            public void Open(string name)
            {
                var client = new TcpClient();
                try
                {
                    client.Connect(name, 80);
                }
                catch
                {
                    client.Dispose();
                    throw;
                }

                _clients.Add(name, client);
            }
        """);

    [Fact]
    public Task StoredFirst_Silent() => SilentAsync(
        """
            public void Open(string name)
            {
                var client = new TcpClient();
                _clients.Add(name, client);
                client.Connect(name, 80);
            }
        """);

    [Fact]
    public Task StepsThatCannotFail_Silent() => SilentAsync(
        """
            public void Open(string name)
            {
                var client = new TcpClient();
                client.NoDelay = true;
                Console.WriteLine(name);
                _clients.Add(name, client);
            }
        """);

    [Fact]
    public Task ReturnOfTheResourceItself_Silent() => SilentAsync(
        """
            public TcpClient Open(string name, bool isKept)
            {
                var client = new TcpClient();
                if (!isKept)
                    return client;
                _clients.Add(name, client);
                return client;
            }
        """);
}
