#if ROSLYN5
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>C# 14: extension members that end what they are called on.</summary>
public sealed class ExtensionBlockTests
{
    private const string Quiet =
        """

        static class Endings
        {
            extension(IDisposable resource)
            {
                public void Quiet()
                {
                    try
                    {
                        resource.Dispose();
                    }
                    catch (IOException)
                    {
                    }
                }
            }

            extension(IEnumerable<IDisposable> resources)
            {
                public void EndAll()
                {
                    foreach (var resource in resources)
                        resource.Quiet();
                }
            }
        }
        """;

    [Fact]
    public Task NewcomerEndedByAMember_IsNotLost() => Verify.FindsAsync(
        """
        sealed class Spool
        {
            private readonly object _gate = new();
            private readonly List<FileStream> _pending = new();
            private bool _closed;

            public bool Append(string name)
            {
                var file = File.OpenRead(name);
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _pending.Add(file);
                        return true;
                    }
                }

                file.Quiet();
                return false;
            }

            public void Close()
            {
                lock (_gate)
                    _closed = true;
                _pending.EndAll();
            }
        }
        """ + Quiet);

    [Fact]
    public Task RemovedAndEndedByAMember_IsSilent() => Verify.FindsAsync(
        """
        sealed class Files : IDisposable
        {
            private readonly Dictionary<string, FileStream> _files = new();

            public void Close(string name)
            {
                if (_files.Remove(name, out var file))
                    file.Quiet();
            }

            public void Put(string name, FileStream file)
            {
                if (_files.Remove(name, out var old))
                    old.Quiet();
                _files[name] = file;
            }

            public void Dispose()
            {
                foreach (var file in _files.Values)
                    file.Quiet();
            }
        }
        """ + Quiet);

    [Fact]
    public Task OverwrittenWhereAMemberDrains_Fires() => Verify.FindsAsync(
        """
        sealed class Files : IDisposable
        {
            private readonly Dictionary<string, FileStream> _files = new();

            public void Put(string name, FileStream file) => {|LEAK1001:_files[name] = file|};

            public void Dispose()
            {
                foreach (var file in _files.Values)
                    file.Quiet();
            }
        }
        """ + Quiet);

    [Fact]
    public Task ClearedWithoutTheMember_Fires() => Verify.FindsAsync(
        """
        sealed class Files : IDisposable
        {
            private readonly List<FileStream> _files = new();

            public void Open(string name) => _files.Add(File.OpenRead(name));

            public void Reset() => {|LEAK1003:_files.Clear()|};

            public void Restart()
            {
                _files.EndAll();
                _files.Clear();
            }

            public void Dispose() => _files.EndAll();
        }
        """ + Quiet);
}
#endif
