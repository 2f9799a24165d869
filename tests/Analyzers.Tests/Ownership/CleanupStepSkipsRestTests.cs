using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1013 and its fix.</summary>
public sealed class CleanupStepSkipsRestTests
{
    private static string Holder(string members) =>
        $$"""
        #nullable enable
        sealed class LogFiles : IDisposable
        {
            private readonly List<FileStream> _files = new();

            public void Open(string path) => _files.Add(new FileStream(path, FileMode.Append));

        {{members}}
        }
        """;

    private static Task FixesAsync(string before, string after) => Verify<IsolateStepsFix>.FixesAsync(Holder(before), Holder(after));

    [Fact]
    public Task LoopWithoutBraces_GetsThem() => FixesAsync(
        """
            public void Dispose()
            {
                foreach (var file in _files)
                    {|LEAK1013:file.Dispose()|}; // writes what is left
            }
        """,
        """
            public void Dispose()
            {
                var failures = new List<Exception>();
                foreach (var file in _files)
                {
                    try
                    {
                        file.Dispose(); // writes what is left
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        """);

    [Fact]
    public Task RestOfTheMember_RunsBeforeTheThrow() => FixesAsync(
        """
            public void Dispose()
            {
                // No file is opened any more.
                foreach (var file in _files)
                {
                    file.Flush();
                    {|LEAK1013:file.Dispose()|};
                }

                _files.Clear();
                GC.SuppressFinalize(this);
            }
        """,
        """
            public void Dispose()
            {
                // No file is opened any more.
                var failures = new List<Exception>();
                foreach (var file in _files)
                {
                    file.Flush();
                    try
                    {
                        file.Dispose();
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                _files.Clear();
                GC.SuppressFinalize(this);
                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        """);

    [Fact]
    public Task InABranch_ThrowsBehindIt() => FixesAsync(
        """
            public void Dispose()
            {
                if (_files.Count > 0)
                {
                    for (var i = 0; i < _files.Count; i++)
                        {|LEAK1013:_files[i].Dispose()|};
                    _files.Clear();
                }
            }
        """,
        """
            public void Dispose()
            {
                var failures = new List<Exception>();
                if (_files.Count > 0)
                {
                    for (var i = 0; i < _files.Count; i++)
                    {
                        try
                        {
                            _files[i].Dispose();
                        }
                        catch (Exception failure)
                        {
                            failures.Add(failure);
                        }
                    }

                    _files.Clear();
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        """);

    [Fact]
    public Task TwoLoops_ShareOneList() => FixesAsync(
        """
            private readonly Dictionary<string, FileStream> _named = new();

            public void OpenNamed(string path)
            {
                if (!_named.ContainsKey(path))
                    _named.Add(path, new FileStream(path, FileMode.Append));
            }

            public void Dispose()
            {
                foreach (var file in _files)
                    {|LEAK1013:file.Dispose()|};
                foreach (var pair in _named)
                {
                    {|LEAK1013:pair.Value.Dispose()|};
                }
            }
        """,
        """
            private readonly Dictionary<string, FileStream> _named = new();

            public void OpenNamed(string path)
            {
                if (!_named.ContainsKey(path))
                    _named.Add(path, new FileStream(path, FileMode.Append));
            }

            public void Dispose()
            {
                var failures = new List<Exception>();
                foreach (var file in _files)
                {
                    try
                    {
                        file.Dispose();
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                foreach (var pair in _named)
                {
                    try
                    {
                        pair.Value.Dispose();
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        """);

    [Fact]
    public Task AsyncClose_AwaitsInTheTry() => FixesAsync(
        """
            public void Dispose() => CloseAsync().GetAwaiter().GetResult();

            public async Task<bool> CloseAsync()
            {
                foreach (var file in _files)
                    await {|LEAK1013:file.DisposeAsync()|}.ConfigureAwait(false);
                _files.Clear();
                return true;
            }
        """,
        """
            public void Dispose() => CloseAsync().GetAwaiter().GetResult();

            public async Task<bool> CloseAsync()
            {
                var failures = new List<Exception>();
                foreach (var file in _files)
                {
                    try
                    {
                        await file.DisposeAsync().ConfigureAwait(false);
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }
                }

                _files.Clear();
                if (failures.Count > 0)
                    throw new AggregateException(failures);
                return true;
            }
        """);

    [Fact]
    public Task InATryWithACatch_ThrowsThere() => FixesAsync(
        """
            public void Dispose()
            {
                try
                {
                    foreach (var file in _files)
                        {|LEAK1013:file.Dispose()|};
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
            }
        """,
        """
            public void Dispose()
            {
                try
                {
                    var failures = new List<Exception>();
                    foreach (var file in _files)
                    {
                        try
                        {
                            file.Dispose();
                        }
                        catch (Exception failure)
                        {
                            failures.Add(failure);
                        }
                    }

                    if (failures.Count > 0)
                        throw new AggregateException(failures);
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                }
            }
        """);

    [Fact]
    public Task ConditionalDispose_IsGuardedInItsBranch() => FixesAsync(
        """
            public void Dispose()
            {
                foreach (var file in _files)
                {
                    if (file.CanWrite)
                        {|LEAK1013:file.Dispose()|};
                }
            }
        """,
        """
            public void Dispose()
            {
                var failures = new List<Exception>();
                foreach (var file in _files)
                {
                    if (file.CanWrite)
                    {
                        try
                        {
                            file.Dispose();
                        }
                        catch (Exception failure)
                        {
                            failures.Add(failure);
                        }
                    }
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        """);

    [Fact]
    public Task AwaitedStepBeforeTheDispose_IsIsolatedToo() => Verify<IsolateStepsFix>.FixesAsync(
        """
        using System.Net.Sockets;

        sealed class Lines(Func<TcpClient> open) : IAsyncDisposable
        {
            private readonly Queue<TcpClient> _lines = new();

            public void Open() => _lines.Enqueue(open());

            public async ValueTask DisposeAsync()
            {
                while (_lines.TryDequeue(out var line))
                {
                    await {|LEAK1013:line.Client.DisconnectAsync(false)|};
                    line.Dispose();
                }
            }
        }
        """,
        """
        using System.Net.Sockets;

        sealed class Lines(Func<TcpClient> open) : IAsyncDisposable
        {
            private readonly Queue<TcpClient> _lines = new();

            public void Open() => _lines.Enqueue(open());

            public async ValueTask DisposeAsync()
            {
                var failures = new List<Exception>();
                while (_lines.TryDequeue(out var line))
                {
                    try
                    {
                        await line.Client.DisconnectAsync(false);
                    }
                    catch (Exception failure)
                    {
                        failures.Add(failure);
                    }

                    line.Dispose();
                }

                if (failures.Count > 0)
                    throw new AggregateException(failures);
            }
        }
        """);
}
