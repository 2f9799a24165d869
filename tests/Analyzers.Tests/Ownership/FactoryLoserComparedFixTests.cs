using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>The repair that builds, compares and disposes the loser.</summary>
public sealed class FactoryLoserComparedFixTests
{
    private const string DisposeKey = DisposeLoserFix.DisposeKey;

    [Fact]
    public Task LambdaInExpressionBody_BuildsComparesAndDisposes() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public FileSystemWatcher For(string folder) => {|LEAK1005:_watchers.GetOrAdd(folder, path => new FileSystemWatcher(path))|};
        }
        """,
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public FileSystemWatcher For(string folder)
            {
                if (!_watchers.TryGetValue(folder, out var kept))
                {
                    var created = new FileSystemWatcher(folder);
                    kept = _watchers.GetOrAdd(folder, created);
                    if (!ReferenceEquals(kept, created))
                        created.Dispose();
                }

                return kept;
            }
        }
        """,
        DisposeKey);

    [Fact]
    public Task DeclarationInTheMiddle_KeepsTheNameOfTheLocal() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Watchers
        {
            internal readonly ConcurrentDictionary<string, FileSystemWatcher> Map = new();

            public void Watch(string folder)
            {
                Console.WriteLine(folder);

                // one per folder
                FileSystemWatcher watcher = {|LEAK1005:Map.GetOrAdd(folder, new FileSystemWatcher(folder))|};
                watcher.EnableRaisingEvents = true;
            }
        }
        """,
        """
        sealed class Watchers
        {
            internal readonly ConcurrentDictionary<string, FileSystemWatcher> Map = new();

            public void Watch(string folder)
            {
                Console.WriteLine(folder);

                // one per folder
                if (!Map.TryGetValue(folder, out FileSystemWatcher watcher))
                {
                    var created = new FileSystemWatcher(folder);
                    watcher = Map.GetOrAdd(folder, created);
                    if (!ReferenceEquals(watcher, created))
                        created.Dispose();
                }

                watcher.EnableRaisingEvents = true;
            }
        }
        """,
        DisposeKey);

    [Fact]
    public Task FactoryArgument_IsPutIntoTheCreation() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public void Watch(string folder, string filter) =>
                {|LEAK1005:_watchers.GetOrAdd(folder, static (path, mask) => new FileSystemWatcher(path, mask), filter)|}.EnableRaisingEvents = true;
        }
        """,
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public void Watch(string folder, string filter)
            {
                if (!_watchers.TryGetValue(folder, out var kept))
                {
                    var created = new FileSystemWatcher(folder, filter);
                    kept = _watchers.GetOrAdd(folder, created);
                    if (!ReferenceEquals(kept, created))
                        created.Dispose();
                }

                kept.EnableRaisingEvents = true;
            }
        }
        """,
        DisposeKey);

    [Fact]
    public Task BlockFactoryInAsyncMember_AwaitsTheDispose() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Files
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public async Task WriteAsync(string path, byte[] data)
            {
                var file = {|LEAK1005:_files.GetOrAdd(path, p =>
                {
                    Console.WriteLine(p);
                    return new FileStream(p, FileMode.Append);
                })|};
                await file.WriteAsync(data);
            }
        }
        """,
        """
        sealed class Files
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public async Task WriteAsync(string path, byte[] data)
            {
                if (!_files.TryGetValue(path, out var file))
                {
                    Console.WriteLine(path);
                    var created = new FileStream(path, FileMode.Append);
                    file = _files.GetOrAdd(path, created);
                    if (!ReferenceEquals(file, created))
                        await created.DisposeAsync();
                }

                await file.WriteAsync(data);
            }
        }
        """,
        DisposeKey);

    [Fact]
    public Task ImmutableMap_BuildsComparesAndDisposes() => Verify<DisposeLoserFix>.FixesAsync(
        """
        static class Watchers
        {
            private static ImmutableDictionary<string, FileSystemWatcher> map = ImmutableDictionary<string, FileSystemWatcher>.Empty;

            public static FileSystemWatcher For(string folder) =>
                {|LEAK1005:ImmutableInterlocked.GetOrAdd(ref map, folder, path => new FileSystemWatcher(path))|};
        }
        """,
        """
        static class Watchers
        {
            private static ImmutableDictionary<string, FileSystemWatcher> map = ImmutableDictionary<string, FileSystemWatcher>.Empty;

            public static FileSystemWatcher For(string folder)
            {
                if (!map.TryGetValue(folder, out var kept))
                {
                    var created = new FileSystemWatcher(folder);
                    kept = ImmutableInterlocked.GetOrAdd(ref map, folder, created);
                    if (!ReferenceEquals(kept, created))
                        created.Dispose();
                }

                return kept;
            }
        }
        """,
        DisposeKey);
}
