using System.Collections.Generic;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>One operation on a store, or on a collection that is a parameter or a local.</summary>
internal sealed class AccessNode : Node
{
    public AccessNode(SyntaxNode syntax, AccessKind access, Value target)
        : base(syntax)
    {
        Access = access;
        Target = target;
    }

    public override NodeKind Kind => NodeKind.Access;

    public AccessKind Access { get; }

    /// <summary>What is accessed: a store, an entry of a store that is itself a collection, a parameter or a local.</summary>
    public Value Target { get; }

    /// <summary>The field or property, when <see cref="Target"/> leads to one.</summary>
    public ISymbol? Store { get; set; }

    /// <summary>0 for the store itself, 1 for a collection that is an entry of it.</summary>
    public int Depth { get; set; }

    public CollectionKind Collection { get; set; }

    public Value? Key { get; set; }

    /// <summary>The value written, added or compared in.</summary>
    public Value? Inserted { get; set; }

    /// <summary>For a collection that is replaced: an element of the one that takes its place, where it may have been filled before.</summary>
    public Value? Contents { get; set; }

    /// <summary>A delegate that makes the value when needed.</summary>
    public Value? Factory { get; set; }

    /// <summary>A delegate that makes the new value from the old one.</summary>
    public Value? Updater { get; set; }

    public Value? Comparand { get; set; }

    /// <summary>Arguments without a role of their own: options of a cache entry, tokens, comparers.</summary>
    public List<Value> Extra { get; } = new();

    /// <summary>The local (or other place) that receives the entry through an out argument.</summary>
    public Value? Out { get; set; }

    /// <summary>The out argument is a discard.</summary>
    public bool OutDiscarded { get; set; }

    /// <summary>The value of the operation itself is thrown away.</summary>
    public bool ResultDropped { get; set; }

    /// <summary>The entry, as a value.</summary>
    public Value Element { get; set; } = Value.Unknown;

    /// <summary>Of a read: only whether it is null is asked.</summary>
    public bool AsksForNull { get; set; }

    public bool IsConcurrent { get; set; }

    public bool IsImmutable { get; set; }

    public bool IsAtomic { get; set; }

    /// <summary>For an immutable collection: the operation whose result is put back here.</summary>
    public AccessNode? Made { get; set; }

    public string Member { get; set; } = string.Empty;

    /// <summary>Writes, removes or adds.</summary>
    public bool Mutates => Access is not (AccessKind.None or AccessKind.Read or AccessKind.Lookup or AccessKind.Exists or AccessKind.Enumerate or AccessKind.Escape);

    public bool Inserts => Access is AccessKind.Overwrite or AccessKind.Add or AccessKind.TryAdd or AccessKind.GetOrAdd or AccessKind.AddOrUpdate
        or AccessKind.Update || Access is AccessKind.Exchange or AccessKind.CompareExchange && Collection == CollectionKind.None;

    public bool Removes => Access is AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.RemoveExact or AccessKind.RemoveWhere or AccessKind.Take or AccessKind.Clear or AccessKind.Replace;
}
