using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

public sealed class EntryRemovedTests
{
    [Fact]
    public Task RemoveDiscardsTheEntry_Fires() => Verify.FindsAsync(
        """
        sealed class Cache : IDisposable
        {
            private readonly Dictionary<string, FileStream> _files = new();

            public void Open(string path) => _files.TryAdd(path, File.OpenRead(path));

            public void Drop(string path) => {|LEAK1002:_files.Remove(path)|};

            public void Dispose()
            {
                foreach (var file in _files.Values)
                    file.Dispose();
            }
        }
        """);
}
