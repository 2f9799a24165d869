using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

internal enum LockMode : byte
{
    Exclusive,
    Read,
}

/// <summary>The identity of a lock: the symbol it is kept in, and whose it is.</summary>
internal sealed class LockId : IEquatable<LockId>
{
    public LockId(ISymbol? symbol, string receiver, LockMode mode, bool isAsync)
    {
        Symbol = symbol;
        Receiver = receiver;
        Mode = mode;
        IsAsync = isAsync;
    }

    /// <summary>The field, local, type or method that names the lock; null when it could not be named.</summary>
    public ISymbol? Symbol { get; }

    /// <summary>Canonical text of the object that holds the lock; empty for this and for statics.</summary>
    public string Receiver { get; }

    public LockMode Mode { get; }

    /// <summary>May be held across an await.</summary>
    public bool IsAsync { get; }

    public bool IsKnown => Symbol != null;

    /// <summary>The same lock, whatever the side.</summary>
    public bool IsSameLock(LockId other) =>
        Symbol != null && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) && Receiver == other.Receiver;

    public bool Equals(LockId? other) => other != null && IsSameLock(other) && Mode == other.Mode;

    public override bool Equals(object? obj) => Equals(obj as LockId);

    public override int GetHashCode() => Symbol == null ? 0 : SymbolEqualityComparer.Default.GetHashCode(Symbol);
}

/// <summary>The locks certainly held at a place.</summary>
internal sealed class LockSet
{
    public static readonly LockSet Empty = new(ImmutableArray<LockId>.Empty);

    private LockSet(ImmutableArray<LockId> ids) => Ids = ids;

    public ImmutableArray<LockId> Ids { get; }

    public bool IsEmpty => Ids.IsEmpty;

    /// <summary>Some lock is held that could not be named: nothing is certain.</summary>
    public bool HasUnknown
    {
        get
        {
            foreach (var id in Ids)
            {
                if (!id.IsKnown)
                    return true;
            }

            return false;
        }
    }

    public LockSet With(LockId id) => id.IsKnown && Ids.Contains(id) ? this : new LockSet(Ids.Add(id));

    public LockSet Without(LockId id)
    {
        for (var i = Ids.Length - 1; i >= 0; i--)
        {
            if (Ids[i].Equals(id) || !id.IsKnown && !Ids[i].IsKnown)
                return new LockSet(Ids.RemoveAt(i));
        }

        return this;
    }

    public LockSet Intersect(LockSet other)
    {
        if (IsEmpty || other == this)
            return this;
        var builder = ImmutableArray.CreateBuilder<LockId>();
        foreach (var id in Ids)
        {
            if (other.Holds(id))
                builder.Add(id);
        }

        return builder.Count == Ids.Length ? this : new LockSet(builder.ToImmutable());
    }

    public LockSet Union(LockSet other)
    {
        var result = this;
        foreach (var id in other.Ids)
            result = result.With(id);
        return result;
    }

    public bool Holds(LockId id)
    {
        foreach (var held in Ids)
        {
            if (held.IsKnown && held.IsSameLock(id))
                return true;
        }

        return false;
    }

    /// <summary>A lock that both hold, at least one of them exclusively: the two accesses exclude each other.</summary>
    public LockId? Common(LockSet other)
    {
        foreach (var id in Ids)
        {
            foreach (var second in other.Ids)
            {
                if (id.IsSameLock(second) && (id.Mode == LockMode.Exclusive || second.Mode == LockMode.Exclusive))
                    return id;
            }
        }

        return null;
    }

    public IEnumerable<ISymbol> Symbols()
    {
        foreach (var id in Ids)
        {
            if (id.Symbol != null)
                yield return id.Symbol;
        }
    }
}
