using LeakGuard.CodeFixes.Races;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Races;

public sealed class CheckThenCreateFixRefusalTests
{
    [Fact]
    public Task UserFactoryWouldRunUnderTheLock_OffersNothing() => Verify<CreateUnderLockFix>.OffersNothingAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();
            private readonly Func<string, FileMode> _mode;

            public Cache(Func<string, FileMode> mode) => _mode = mode;

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                file = new FileStream(path, _mode(path));
                {|LEAK2001:_files[path] = file|};
                return file;
            }
        }
        """);

    [Fact]
    public Task GuardedBySemaphoreElsewhere_OffersNothing() => Verify<CreateUnderLockFix>.OffersNothingAsync(
        """
        sealed class Cache
        {
            private readonly SemaphoreSlim _turn = new(1, 1);
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                file = new FileStream(path, FileMode.Open);
                {|LEAK2001:_files[path] = file|};
                return file;
            }

            public async Task<FileStream> TakeAsync(string path)
            {
                await _turn.WaitAsync();
                try
                {
                    return _files.TryRemove(path, out var file) ? file : null;
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        """);

    [Fact]
    public Task PlainStoreHandedOut_OffersNothing() => Verify<CreateUnderLockFix>.OffersNothingAsync(
        """
        static class Files
        {
            private static readonly Dictionary<string, FileStream> Open = new();

            public static FileStream For(string path)
            {
                if (!Open.ContainsKey(path))
                    {|LEAK2001:Open.Add(path, new FileStream(path, FileMode.Open))|};
                return Open[path];
            }

            public static IEnumerable<string> Names() => Open.Keys.Where(k => k.Length > 0);
        }
        """);

    [Fact]
    public Task CheckInTheCaller_OffersNothing() => Verify<CreateUnderLockFix>.OffersNothingAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                file = new FileStream(path, FileMode.Open);
                Keep(path, file);
                return file;
            }

            private void Keep(string path, FileStream file) => {|LEAK2001:_files[path] = file|};
        }
        """);

    [Fact]
    public Task AnotherMemberInsertsFreely_OffersNothing() => Verify<CreateUnderLockFix>.OffersNothingAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                file = new FileStream(path, FileMode.Open);
                {|LEAK2001:_files[path] = file|};
                return file;
            }

            public bool Keep(string path, FileStream file) => _files.TryAdd(path, file);
        }
        """);
}
