using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

public sealed class EntryRemovedTests
{
    [Fact]
    public Task RemoveDiscardsTheEntry_Fires() => Verify.FindsAsync(
        """
        sealed class Cache : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();

            public void Open(string name) => _timers.Add(name, new Timer(_ => { }));

            public void Drop(string name) => {|LEAK1002:_timers.Remove(name)|};

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """);
}
