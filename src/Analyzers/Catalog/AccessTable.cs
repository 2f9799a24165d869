using System.Collections.Generic;

namespace LeakGuard.Catalog;

/// <summary>
/// The operations of collections, by family and member name. Roles say what each argument is:
/// k key or index, v value, x value or factory, u updater, o out value, c comparand, p predicate, m many values, i instance, a array that gets a copy, _ nothing.
/// Result: b whether it was done or found, f whether it was not found, e the element, s a view or snapshot of the elements, n nothing;
/// S and N the same where all of them leave with it.
/// </summary>
internal static class AccessTable
{
    internal sealed class Row
    {
        public readonly AccessKind Kind;
        public readonly string Roles;
        public readonly char Result;

        public Row(AccessKind kind, string roles, char result)
        {
            Kind = kind;
            Roles = roles;
            Result = result;
        }
    }

    private static readonly Dictionary<string, Row> Keyed = new()
    {
        ["Add"] = new(AccessKind.Add, "kv", 'n'),
        ["TryAdd"] = new(AccessKind.TryAdd, "kv", 'b'),
        ["Insert"] = new(AccessKind.Add, "_kv", 'n'),
        ["GetOrAdd"] = new(AccessKind.GetOrAdd, "kx_", 'e'),
        ["AddOrUpdate"] = new(AccessKind.AddOrUpdate, "kxu_", 'e'),
        ["TryUpdate"] = new(AccessKind.Update, "kvc", 'b'),
        ["Remove"] = new(AccessKind.Remove, "ko", 'b'),
        ["RemoveAt"] = new(AccessKind.Remove, "k", 'n'),
        ["TryRemove"] = new(AccessKind.Remove, "ko", 'b'),
        ["TryGetValue"] = new(AccessKind.Lookup, "ko", 'b'),
        ["GetValueOrDefault"] = new(AccessKind.Lookup, "k_", 'e'),
        ["ContainsKey"] = new(AccessKind.Exists, "k", 'b'),
        ["IndexOfKey"] = new(AccessKind.Exists, "k", 'n'),
        ["Contains"] = new(AccessKind.Exists, "k", 'b'),
        ["ContainsValue"] = new(AccessKind.Exists, "_", 'b'),
        ["Clear"] = new(AccessKind.Clear, "", 'n'),
        ["ToArray"] = new(AccessKind.Enumerate, "", 's'),
        ["ToImmutable"] = new(AccessKind.Enumerate, "", 's'),
        ["SetItem"] = new(AccessKind.Overwrite, "kv", 'd'),
    };

    private static readonly Dictionary<string, Row> List = new()
    {
        ["Add"] = new(AccessKind.Add, "v", 'n'),
        ["AddLast"] = new(AccessKind.Add, "v", 'n'),
        ["AddFirst"] = new(AccessKind.Add, "v", 'n'),
        ["AddAfter"] = new(AccessKind.Add, "_v", 'n'),
        ["AddBefore"] = new(AccessKind.Add, "_v", 'n'),
        ["AddRange"] = new(AccessKind.Add, "m", 'n'),
        ["Insert"] = new(AccessKind.Add, "_v", 'n'),
        ["InsertRange"] = new(AccessKind.Add, "_m", 'n'),
        ["Remove"] = new(AccessKind.RemoveInstance, "i", 'b'),
        ["RemoveAt"] = new(AccessKind.Remove, "k", 'n'),
        ["RemoveFirst"] = new(AccessKind.Remove, "", 'n'),
        ["RemoveLast"] = new(AccessKind.Remove, "", 'n'),
        ["RemoveAll"] = new(AccessKind.RemoveWhere, "p", 'n'),
        ["RemoveRange"] = new(AccessKind.RemoveWhere, "__", 'n'),
        ["Clear"] = new(AccessKind.Clear, "", 'n'),
        ["Contains"] = new(AccessKind.Exists, "i", 'b'),
        ["Exists"] = new(AccessKind.Exists, "p", 'b'),
        ["TrueForAll"] = new(AccessKind.Exists, "p", 'b'),
        ["IndexOf"] = new(AccessKind.Exists, "i", 'n'),
        ["FindIndex"] = new(AccessKind.Exists, "p", 'n'),
        ["Find"] = new(AccessKind.Lookup, "p", 'e'),
        ["FindLast"] = new(AccessKind.Lookup, "p", 'e'),
        ["FindAll"] = new(AccessKind.Enumerate, "p", 's'),
        ["GetRange"] = new(AccessKind.Enumerate, "__", 's'),
        ["ForEach"] = new(AccessKind.Enumerate, "p", 'n'),
        ["ToArray"] = new(AccessKind.Enumerate, "", 's'),
        ["ToImmutable"] = new(AccessKind.Enumerate, "", 's'),
        ["MoveToImmutable"] = new(AccessKind.Enumerate, "", 's'),
        ["DrainToImmutable"] = new(AccessKind.Enumerate, "", 's'),
        ["AsReadOnly"] = new(AccessKind.Enumerate, "", 's'),
        ["SetItem"] = new(AccessKind.Overwrite, "kv", 'd'),
        ["Replace"] = new(AccessKind.Overwrite, "iv", 'd'),
        ["CopyTo"] = new(AccessKind.Enumerate, "a__", 'n'),
    };

    private static readonly Dictionary<string, Row> Sequence = new()
    {
        ["Add"] = new(AccessKind.Add, "v_", 'n'),
        ["Enqueue"] = new(AccessKind.Add, "v_", 'n'),
        ["Push"] = new(AccessKind.Add, "v", 'n'),
        ["PushRange"] = new(AccessKind.Add, "m", 'n'),
        ["EnqueueRange"] = new(AccessKind.Add, "m", 'n'),
        ["TryAdd"] = new(AccessKind.TryAdd, "v__", 'b'),
        ["Dequeue"] = new(AccessKind.Take, "", 'e'),
        ["EnqueueDequeue"] = new(AccessKind.Take, "v_", 'e'),
        ["Pop"] = new(AccessKind.Take, "", 'e'),
        ["Take"] = new(AccessKind.Take, "_", 'e'),
        ["TryDequeue"] = new(AccessKind.Take, "o_", 'b'),
        ["TryPop"] = new(AccessKind.Take, "o", 'b'),
        ["TryTake"] = new(AccessKind.Take, "o__", 'b'),
        ["Peek"] = new(AccessKind.Lookup, "", 'e'),
        ["TryPeek"] = new(AccessKind.Lookup, "o_", 'b'),
        ["Clear"] = new(AccessKind.Clear, "", 'n'),
        ["Contains"] = new(AccessKind.Exists, "i", 'b'),
        ["ToArray"] = new(AccessKind.Enumerate, "", 's'),
        ["CopyTo"] = new(AccessKind.Enumerate, "a_", 'n'),
        ["GetConsumingEnumerable"] = new(AccessKind.Enumerate, "_", 's'),
        ["CompleteAdding"] = new(AccessKind.Complete, "", 'n'),
    };

    private static readonly Dictionary<string, Row> Set = new()
    {
        ["Add"] = new(AccessKind.TryAdd, "v", 'b'),
        ["Remove"] = new(AccessKind.RemoveInstance, "i", 'b'),
        ["RemoveWhere"] = new(AccessKind.RemoveWhere, "p", 'n'),
        ["ExceptWith"] = new(AccessKind.RemoveWhere, "_", 'n'),
        ["IntersectWith"] = new(AccessKind.RemoveWhere, "_", 'n'),
        ["UnionWith"] = new(AccessKind.Add, "m", 'n'),
        ["Clear"] = new(AccessKind.Clear, "", 'n'),
        ["Contains"] = new(AccessKind.Exists, "i", 'b'),
        ["TryGetValue"] = new(AccessKind.Lookup, "_o", 'b'),
        ["ToArray"] = new(AccessKind.Enumerate, "", 's'),
        ["ToImmutable"] = new(AccessKind.Enumerate, "", 's'),
        ["CopyTo"] = new(AccessKind.Enumerate, "a__", 'n'),
    };

    private static readonly Dictionary<string, Row> Channel = new()
    {
        ["TryWrite"] = new(AccessKind.TryAdd, "v", 'b'),
        ["WriteAsync"] = new(AccessKind.Add, "v_", 'n'),
        ["TryRead"] = new(AccessKind.Take, "o", 'b'),
        ["ReadAsync"] = new(AccessKind.Take, "_", 'e'),
        ["TryPeek"] = new(AccessKind.Lookup, "o", 'b'),
        ["ReadAllAsync"] = new(AccessKind.Enumerate, "_", 's'),
        ["Complete"] = new(AccessKind.Complete, "_", 'n'),
        ["TryComplete"] = new(AccessKind.Complete, "_", 'b'),
    };

    private static readonly Dictionary<string, Row> Weak = new()
    {
        ["Add"] = new(AccessKind.Add, "kv", 'n'),
        ["TryAdd"] = new(AccessKind.TryAdd, "kv", 'b'),
        ["AddOrUpdate"] = new(AccessKind.Overwrite, "kv", 'n'),
        ["GetValue"] = new(AccessKind.GetOrAdd, "kx", 'e'),
        ["GetOrAdd"] = new(AccessKind.GetOrAdd, "kx_", 'e'),
        ["GetOrCreateValue"] = new(AccessKind.GetOrAdd, "k", 'e'),
        ["TryGetValue"] = new(AccessKind.Lookup, "ko", 'b'),
        ["Remove"] = new(AccessKind.Remove, "ko", 'b'),
        ["Clear"] = new(AccessKind.Clear, "", 'n'),
    };

    private static readonly Dictionary<string, Row> Cache = new()
    {
        ["Set"] = new(AccessKind.Overwrite, "kv__", 'n'),
        ["Add"] = new(AccessKind.TryAdd, "kv__", 'b'),
        ["AddOrGetExisting"] = new(AccessKind.GetOrAdd, "kv__", 'e'),
        ["GetOrCreate"] = new(AccessKind.GetOrAdd, "kx_", 'e'),
        ["GetOrCreateAsync"] = new(AccessKind.GetOrAdd, "kx_", 'e'),
        ["TryGetValue"] = new(AccessKind.Lookup, "ko", 'b'),
        ["Get"] = new(AccessKind.Lookup, "k_", 'e'),
        ["Contains"] = new(AccessKind.Exists, "k_", 'b'),
        ["Remove"] = new(AccessKind.Remove, "k_", 'n'),
        ["Clear"] = new(AccessKind.Clear, "", 'n'),
    };

    /// <summary>Members of ImmutableInterlocked, whose first argument is the store by reference.</summary>
    private static readonly Dictionary<string, Row> Interlocked = new()
    {
        ["TryAdd"] = new(AccessKind.TryAdd, "kv", 'b'),
        ["GetOrAdd"] = new(AccessKind.GetOrAdd, "kx_", 'e'),
        ["AddOrUpdate"] = new(AccessKind.AddOrUpdate, "kxu", 'e'),
        ["TryUpdate"] = new(AccessKind.Update, "kvc", 'b'),
        ["TryRemove"] = new(AccessKind.Remove, "ko", 'b'),
        ["Enqueue"] = new(AccessKind.Add, "v", 'n'),
        ["Push"] = new(AccessKind.Add, "v", 'n'),
        ["TryDequeue"] = new(AccessKind.Take, "o", 'b'),
        ["TryPop"] = new(AccessKind.Take, "o", 'b'),
    };

    private static readonly Row RemovePair = new(AccessKind.RemoveExact, "i", 'b');
    private static readonly Row AddPair = new(AccessKind.Add, "v", 'n');
    private static readonly Row AddMany = new(AccessKind.Add, "m", 'n');
    private static readonly Row ExistsPair = new(AccessKind.Exists, "i", 'b');

    public static Row? Find(CollectionKind kind, string member, int parameters, bool firstIsPair)
    {
        if (kind == CollectionKind.Keyed && parameters == 1 && firstIsPair)
        {
            switch (member)
            {
                case "Add": return AddPair;
                case "Remove":
                case "TryRemove": return RemovePair;
                case "Contains": return ExistsPair;
            }
        }

        // Add(entry) of a table that reads the key off the entry.
        if (kind == CollectionKind.Keyed && parameters == 1 && member is "Add")
            return AddPair;
        if (kind == CollectionKind.Keyed && member is "AddRange" or "SetItems")
            return AddMany;
        var table = Of(kind);
        return table != null && table.TryGetValue(member, out var row) ? row : null;
    }

    public static Row? FindInterlocked(string member) => Interlocked.TryGetValue(member, out var row) ? row : null;

    private static Dictionary<string, Row>? Of(CollectionKind kind) => kind switch
    {
        CollectionKind.Keyed => Keyed,
        CollectionKind.List => List,
        CollectionKind.Sequence => Sequence,
        CollectionKind.Set => Set,
        CollectionKind.Channel => Channel,
        CollectionKind.Weak => Weak,
        CollectionKind.Cache => Cache,
        _ => null,
    };
}
