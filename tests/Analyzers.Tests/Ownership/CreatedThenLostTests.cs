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
    public Task FactoryMayGiveNothing_AsksInTheCatch() => FixesAsync(
        """
            private static TcpClient? Make(string name) => name.Length == 0 ? null : new TcpClient();

            public void Open(string name)
            {
                var {|LEAK1009:client = Make(name)|};
                if (client == null)
                    return;
                client.Connect(name, 80);
                _clients.Add(name, client);
            }
        """,
        """
            private static TcpClient? Make(string name) => name.Length == 0 ? null : new TcpClient();

            public void Open(string name)
            {
                var client = Make(name);
                try
                {
                    if (client == null)
                        return;
                    client.Connect(name, 80);
                    _clients.Add(name, client);
                }
                catch
                {
                    client?.Dispose();
                    throw;
                }
            }
        """);
}
