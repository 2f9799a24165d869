using Microsoft.CodeAnalysis;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Writes what disposes all entries of a collection.</summary>
internal static class DrainCode
{
    /// <summary>foreach (var item in items) item.Dispose();</summary>
    /// <param name="source">What is enumerated: the values, not the pairs, of a map.</param>
    /// <param name="item">How an entry is disposed.</param>
    /// <param name="name">The wanted name of one entry.</param>
    /// <param name="names">Where names of locals come from.</param>
    public static string Loop(string source, DisposeCode item, string name, Names names)
    {
        var local = names.Free(name);
        return DisposeCode.Under($"foreach (var {local} in {source})", item.Of(local, DisposeCode.MayBeNull(item.Type), names));
    }

    /// <summary>The same, where a dispose that fails neither skips the rest nor is lost: what failed is thrown at the end.</summary>
    public static string IsolatedLoop(string source, DisposeCode item, string name, Names names)
    {
        var local = names.Free(name);
        var failures = names.Free("failures");
        var failure = names.Free("failure");
        return $$"""
            var {{failures}} = new global::System.Collections.Generic.List<global::System.Exception>();
            foreach (var {{local}} in {{source}})
            {
                try
                {
                    {{item.Of(local, DisposeCode.MayBeNull(item.Type), names)}}
                }
                catch (global::System.Exception {{failure}})
                {
                    {{failures}}.Add({{failure}});
                }
            }

            if ({{failures}}.Count > 0)
                throw new global::System.AggregateException({{failures}});
            """;
    }

    /// <summary>foreach (var key in map.Keys) if (map.TryRemove(key, out var removed)) removed.Dispose();</summary>
    public static string RemoveAll(string map, string remove, DisposeCode item, Names names)
    {
        var key = names.Free("key");
        var removed = names.Free("removed");
        var test = DisposeCode.Under($"if ({map}.{remove}({key}, out var {removed}))", item.Of(removed, DisposeCode.MayBeNull(item.Type), names));
        return DisposeCode.Under($"foreach (var {key} in {map}.Keys)", test);
    }

    /// <summary>while (queue.TryDequeue(out var item)) item.Dispose();</summary>
    public static string TakeAll(string queue, string take, DisposeCode item, string name, Names names)
    {
        var local = names.Free(name);
        return DisposeCode.Under($"while ({queue}.{take}(out var {local}))", item.Of(local, DisposeCode.MayBeNull(item.Type), names));
    }
}
