using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

public sealed class FactoryLoserDroppedFixRefusalTests
{
    [Fact]
    public Task AsyncDisposableOnlyInSyncMemberOfOpenStore_OffersNothing() => Verify<DisposeLoserFix>.OffersNothingAsync(
        """
        sealed class Link : IAsyncDisposable
        {
            private readonly Timer _timer = new(_ => { });

            public ValueTask DisposeAsync() => _timer.DisposeAsync();
        }

        sealed class Links
        {
            internal readonly ConcurrentDictionary<string, Link> Map = new();

            public Link For(string name) => {|LEAK1005:Map.GetOrAdd(name, _ => new Link())|};
        }
        """);

    [Fact]
    public Task UpdatingFactory_OffersNothing() => Verify<DisposeLoserFix>.OffersNothingAsync(
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public FileSystemWatcher For(string folder) =>
                {|LEAK1005:_watchers.AddOrUpdate(folder, path => new FileSystemWatcher(path), (_, old) => old)|};
        }
        """);

    [Fact]
    public Task ConditionalCallOnStoreThatIsHandedOut_OffersNothing() => Verify<DisposeLoserFix>.OffersNothingAsync(
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public IEnumerable<FileSystemWatcher> All => _watchers.Values;

            public FileSystemWatcher Find(string folder) =>
                Directory.Exists(folder) ? {|LEAK1005:_watchers.GetOrAdd(folder, path => new FileSystemWatcher(path))|} : null;
        }
        """);
}
