using LeakGuard.CodeFixes.Ownership;
using LeakGuard.CodeFixes.Races;
using LeakGuard.CodeFixes.Tests.Workspaces;

namespace LeakGuard.CodeFixes.Tests.FixAll;

// Entries that are lost while they are made: losers, newcomers that are refused, doubles.
internal static partial class FixAllSamples
{
    private const string Losers =
        """
        sealed class HOLDER
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public FileSystemWatcher For(string folder) =>
                {|fix:_watchers.GetOrAdd(folder, path => new FileSystemWatcher(path) { EnableRaisingEvents = true })|};

            public void Pause(string folder)
            {
                var watcher = {|fix:_watchers.GetOrAdd(folder, path => new FileSystemWatcher(path) { EnableRaisingEvents = true })|};
                watcher.EnableRaisingEvents = false;
            }
        }
        """;

    private const string UpdatedLoser =
        """
        sealed class HOLDER
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public FileSystemWatcher For(string folder) =>
                {|left:_watchers.AddOrUpdate(folder, path => new FileSystemWatcher(path), (_, old) => old)|};
        }
        """;

    private static IEnumerable<FixAllSample> Creations =>
    [
        new(new DisposeLoserFix(), DisposeLoserFix.EquivalenceKey, Losers, UpdatedLoser),
        new(new DisposeLoserFix(), DisposeLoserFix.DisposeKey, Losers, UpdatedLoser),
        new(
            new DisposeRejectedFix(),
            DisposeRejectedFix.EquivalenceKey,
            """
            sealed class HOLDER
            {
                private readonly ConcurrentDictionary<string, Link> _links = new();

                public void Open(string name) => {|fix:_links.TryAdd(name, new Link(name))|};

                public void Open(string name, string other)
                {
                    var link = new Link(name);
                    {|fix:_links.TryAdd(name, link)|};
                    {|fix:_links.TryAdd(other, new Link(other))|};
                }
            }
            """,
            """
            sealed class HOLDER
            {
                private readonly ConcurrentDictionary<string, Link> _links = new();

                public int Open(string name) => Convert.ToInt32({|left:_links.TryAdd(name, new Link(name))|}) + _links.Count;
            }
            """,
            Link),
        new(
            new DisposeOnFailureFix(),
            DisposeOnFailureFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly Dictionary<string, System.Net.Sockets.TcpClient> _clients = new();

                public async Task OpenAsync(string name, int port)
                {
                    var {|fix:client = new System.Net.Sockets.TcpClient()|};
                    await client.ConnectAsync(name, port);
                    _clients.Add(name, client);
                }

                public void Open(string name, string other)
                {
                    var {|fix:client = new System.Net.Sockets.TcpClient()|};
                    client.Connect(name, 80);
                    _clients.Add(name, client);
                    var {|fix:second = new System.Net.Sockets.TcpClient()|};
                    second.Connect(other, 80);
                    _clients.Add(other, second);
                }

                public void Dispose()
                {
                    foreach (var client in _clients.Values)
                        client.Dispose();
                }
            }
            """,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly Dictionary<string, System.Net.Sockets.TcpClient> _clients = new();

                public void Open(string name)
                {
                    var {|left:client = new System.Net.Sockets.TcpClient()|};
                    client.Connect(name, 80);
                    var port = client.Client.RemoteEndPoint;
                    _clients.Add(name, client);
                    Console.WriteLine(port);
                }

                public void Dispose()
                {
                    foreach (var client in _clients.Values)
                        client.Dispose();
                }
            }
            """),
        new(
            new RegisterEvictionFix(),
            RegisterEvictionFix.EquivalenceKey,
            """
            sealed class HOLDER(Microsoft.Extensions.Caching.Memory.IMemoryCache cache)
            {
                public void Put(string path, int minutes)
                {
                    {|fix:cache.Set(path, new FileStream(path, FileMode.Open), TimeSpan.FromMinutes(minutes))|};
                }

                public void Put(string path) => {|fix:cache.Set(path, new FileStream(path, FileMode.Open))|};
            }
            """,
            """
            sealed class HOLDER(Microsoft.Extensions.Caching.Memory.IMemoryCache cache)
            {
                public void Put(string path)
                {
                    var options = new Microsoft.Extensions.Caching.Memory.MemoryCacheEntryOptions { Size = 1 };
                    {|left:cache.Set(path, File.OpenRead(path), options)|};
                }
            }
            """,
            "global using Microsoft.Extensions.Caching.Memory;") { Packages = Sources.MemoryCache },
        new(
            new CreateUnderLockFix(),
            CreateUnderLockFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly ConcurrentDictionary<string, FileStream> _files = new();

                public FileStream For(string path)
                {
                    if (_files.TryGetValue(path, out var file))
                        return file;
                    file = new FileStream(path, FileMode.Open);
                    {|fix:_files[path] = file|};
                    return file;
                }

                public void Open(string path)
                {
                    if (!_files.ContainsKey(path))
                        {|fix:_files[path] = new FileStream(path, FileMode.Append)|};
                }

                public void Dispose()
                {
                    foreach (var file in _files.Values)
                    {
                        try { file.Dispose(); } catch (IOException) { }
                    }
                }
            }
            """,
            """
            sealed class HOLDER(Func<string, FileMode> mode)
            {
                private readonly ConcurrentDictionary<string, FileStream> _files = new();

                public FileStream For(string path)
                {
                    if (_files.TryGetValue(path, out var file))
                        return file;
                    file = new FileStream(path, mode(path));
                    {|left:_files[path] = file|};
                    return file;
                }
            }
            """),
    ];
}
