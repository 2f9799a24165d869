namespace LeakGuard.Package.Tests.Support;

/// <summary>Sources with one known bug each. They name their usings and keep to old syntax: they are built under many settings.</summary>
internal static class Samples
{
    /// <summary>LEAK1001: the stream that stood under the key is lost.</summary>
    public const string Overwrites = """
        using System;
        using System.Collections.Generic;
        using System.IO;

        namespace Planted
        {
            public sealed class LogFiles : IDisposable
            {
                private readonly Dictionary<string, FileStream> _map = new Dictionary<string, FileStream>();

                public void Open(string key)
                {
                    _map[key] = new FileStream(key, FileMode.Append);
                }

                public void Dispose()
                {
                    foreach (var stream in _map.Values)
                        stream.Dispose();
                    _map.Clear();
                }
            }
        }

        """;

    /// <summary>The same class, right.</summary>
    public const string Replaces = """
        using System;
        using System.Collections.Generic;
        using System.IO;

        namespace Planted
        {
            public sealed class LogFiles : IDisposable
            {
                private readonly Dictionary<string, FileStream> _map = new Dictionary<string, FileStream>();

                public void Open(string key)
                {
                    var stream = new FileStream(key, FileMode.Append);
                    if (_map.Remove(key, out var old))
                        old.Dispose();
                    _map.Add(key, stream);
                }

                public void Dispose()
                {
                    foreach (var stream in _map.Values)
                    {
                        try
                        {
                            stream.Dispose();
                        }
                        catch (IOException e)
                        {
                            Console.Error.WriteLine(e.Message);
                        }
                    }

                    _map.Clear();
                }
            }
        }

        """;

    /// <summary>LEAK1002: the stream that is taken out is dropped.</summary>
    public const string Drops = """
        using System;
        using System.Collections.Concurrent;
        using System.IO;

        namespace Planted
        {
            public sealed class OpenFiles : IDisposable
            {
                private readonly ConcurrentDictionary<string, FileStream> _map = new ConcurrentDictionary<string, FileStream>();

                public bool Open(string key)
                {
                    var stream = new FileStream(key, FileMode.Append);
                    if (_map.TryAdd(key, stream))
                        return true;
                    stream.Dispose();
                    return false;
                }

                public void Close(string key)
                {
                    _map.TryRemove(key, out _);
                }

                public void Dispose()
                {
                    foreach (var key in _map.Keys)
                    {
                        if (_map.TryRemove(key, out var stream))
                            stream.Dispose();
                    }
                }
            }
        }

        """;

    public const string UsesReferenceCache = """
        namespace Uses
        {
            public static class Caches
            {
                public static string Name()
                {
                    return typeof(LeakGuard.ReferenceCache.LeaseCache<,>).Name;
                }
            }
        }

        """;
}
