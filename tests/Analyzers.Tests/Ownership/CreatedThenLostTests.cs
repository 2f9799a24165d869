using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1009 and its fix.</summary>
public sealed class CreatedThenLostTests
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

    private static Task FixesAsync(string before, string after) => Verify<DisposeOnFailureFix>.FixesAsync(Holder(before), Holder(after));

    private static Task OffersNothingAsync(string members) => Verify<DisposeOnFailureFix>.OffersNothingAsync(Holder(members));

    private static Task SilentAsync(string members) => Verify.SilentAsync(Holder(members));

    [Fact]
    public Task StepThrows_IsDisposedInACatch() => FixesAsync(
        """
            public async Task OpenAsync(string name, string host, int port)
            {
                var {|LEAK1009:client = new TcpClient()|};

                // The server may be down.
                await client.ConnectAsync(host, port);
                _clients.Add(name, client); // once
            }
        """,
        """
            public async Task OpenAsync(string name, string host, int port)
            {
                var client = new TcpClient();

                try
                {
                    // The server may be down.
                    await client.ConnectAsync(host, port);
                    _clients.Add(name, client); // once
                }
                catch
                {
                    client.Dispose();
                    throw;
                }
            }
        """);

    [Fact]
    public Task TypedLocalAndIndexer_AreTheSame() => FixesAsync(
        """
            public void Open(string name)
            {
                if (_clients.ContainsKey(name))
                    return;
                TcpClient {|LEAK1009:client = new()|};
                client.Connect(name, 80);
                client.NoDelay = true;
                _clients[name] = client;
            }
        """,
        """
            public void Open(string name)
            {
                if (_clients.ContainsKey(name))
                    return;
                TcpClient client = new();
                try
                {
                    client.Connect(name, 80);
                    client.NoDelay = true;
                    _clients[name] = client;
                }
                catch
                {
                    client.Dispose();
                    throw;
                }
            }
        """);

    [Fact]
    public Task AwaitedFactory_IsDisposedAsynchronously() => Verify<DisposeOnFailureFix>.FixesAsync(
        """
        #nullable enable
        sealed class Files : IAsyncDisposable
        {
            private readonly List<FileStream> _files = new();

            private static async Task<FileStream> OpenAsync(string path)
            {
                await Task.Yield();
                return new FileStream(path, FileMode.Open);
            }

            public async Task AddAsync(string path)
            {
                var {|LEAK1009:file = await OpenAsync(path).ConfigureAwait(false)|};
                await file.FlushAsync().ConfigureAwait(false);
                _files.Add(file);
            }

            public async ValueTask DisposeAsync()
            {
                foreach (var file in _files)
                {
                    try
                    {
                        await file.DisposeAsync();
                    }
                    catch (IOException)
                    {
                    }
                }
            }
        }
        """,
        """
        #nullable enable
        sealed class Files : IAsyncDisposable
        {
            private readonly List<FileStream> _files = new();

            private static async Task<FileStream> OpenAsync(string path)
            {
                await Task.Yield();
                return new FileStream(path, FileMode.Open);
            }

            public async Task AddAsync(string path)
            {
                var file = await OpenAsync(path).ConfigureAwait(false);
                try
                {
                    await file.FlushAsync().ConfigureAwait(false);
                    _files.Add(file);
                }
                catch
                {
                    await file.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
            }

            public async ValueTask DisposeAsync()
            {
                foreach (var file in _files)
                {
                    try
                    {
                        await file.DisposeAsync();
                    }
                    catch (IOException)
                    {
                    }
                }
            }
        }
        """);

    [Fact]
    public Task InsertionUnderALock_IsDisposedOutsideIt() => FixesAsync(
        Gate + """
            public void Open(string name)
            {
                var {|LEAK1009:client = new TcpClient()|};
                client.Connect(name, 80);
                lock (_gate)
                {
                    ObjectDisposedException.ThrowIf(_closed, this);
                    _clients.Add(name, client);
                }
            }
        """,
        Gate + """
            public void Open(string name)
            {
                var client = new TcpClient();
                try
                {
                    client.Connect(name, 80);
                    lock (_gate)
                    {
                        ObjectDisposedException.ThrowIf(_closed, this);
                        _clients.Add(name, client);
                    }
                }
                catch
                {
                    client.Dispose();
                    throw;
                }
            }
        """);

    [Fact]
    public Task EarlyReturn_DisposesBefore() => FixesAsync(
        """
            public bool Open(string name, bool isWanted)
            {
                var {|LEAK1009:client = new TcpClient()|};
                if (!isWanted)
                    return false;
                _clients.Add(name, client);
                return true;
            }
        """,
        """
            public bool Open(string name, bool isWanted)
            {
                var client = new TcpClient();
                if (!isWanted)
                {
                    client.Dispose();
                    return false;
                }

                _clients.Add(name, client);
                return true;
            }
        """);

    [Fact]
    public Task ThrowsAndReturnsEarly_DisposesOnBothWays() => FixesAsync(
        """
            public bool Open(string name)
            {
                var {|LEAK1009:client = new TcpClient()|};
                client.Connect(name, 80);
                if (!client.Connected)
                {
                    Console.WriteLine("no");
                    return false;
                }

                _clients.Add(name, client);
                return true;
            }
        """,
        """
            public bool Open(string name)
            {
                var client = new TcpClient();
                try
                {
                    client.Connect(name, 80);
                    if (!client.Connected)
                    {
                        Console.WriteLine("no");
                        client.Dispose();
                        return false;
                    }

                    _clients.Add(name, client);
                }
                catch
                {
                    client.Dispose();
                    throw;
                }

                return true;
            }
        """);

    [Fact]
    public Task AssignedLater_StartsBehindTheAssignment() => FixesAsync(
        """
            public TcpClient Open(string name)
            {
                TcpClient? client = null;
                {|LEAK1009:client = new TcpClient()|};
                client.Connect(name, 80);
                _clients.Add(name, client);
                return client;
            }
        """,
        """
            public TcpClient Open(string name)
            {
                TcpClient? client = null;
                client = new TcpClient();
                try
                {
                    client.Connect(name, 80);
                    _clients.Add(name, client);
                }
                catch
                {
                    client.Dispose();
                    throw;
                }

                return client;
            }
        """);

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
