using System;
using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>One field or auto-property of a holder, with every access to it.</summary>
internal sealed class Store
{
    public Store(ISymbol symbol, ITypeSymbol type, KnownType known, Payload payload)
    {
        Symbol = symbol;
        Type = type;
        Known = known;
        Payload = payload;
    }

    public ISymbol Symbol { get; }

    public string Name => Symbol.Name;

    public ITypeSymbol Type { get; }

    public KnownType Known { get; }

    /// <summary>What a slot, or an entry of a collection, carries.</summary>
    public Payload Payload { get; }

    public bool IsCollection => Known.Collection != CollectionKind.None;

    public bool IsConcurrent => Known.Has(TypeTraits.Concurrent) || IsMadeConcurrent;

    /// <summary>A number, or the type it was the highest for: statistics.</summary>
    public bool IsFigure => Type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double || Type is { Name: "Type", ContainingNamespace.Name: "System" };

    /// <summary>Declared as an interface, and filled with a concurrent collection.</summary>
    public bool IsMadeConcurrent { get; set; }

    public bool IsStatic => Symbol.IsStatic;

    /// <summary>In a stable order: by file, then position.</summary>
    public List<AccessNode> Accesses { get; } = new();

    /// <summary>Declared in a base type, or in generated code, or written where the engine does not look.</summary>
    public bool IsInherited { get; set; }

    /// <summary>Something is put in, null apart, and whatever is put in is like that.</summary>
    public bool OnlyGets(Predicate<AccessNode> isLike)
    {
        var any = false;
        foreach (var access in Accesses)
        {
            if (!access.Inserts || access.Inserted is null or { IsNull: true })
                continue;
            if (!isLike(access))
                return false;
            any = true;
        }

        return any;
    }
}
