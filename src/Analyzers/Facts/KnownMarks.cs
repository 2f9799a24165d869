using System;
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>What the texts of types are known to say, so that types with the same base ask it once.</summary>
internal sealed class KnownMarks
{
    /// <summary>By the table of marks, which is one object.</summary>
    private readonly ConcurrentDictionary<string[], ConcurrentDictionary<INamedTypeSymbol, bool>> marks = new();

    /// <summary>Which types say a callback.</summary>
    public ConcurrentDictionary<INamedTypeSymbol, bool> Callbacks { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the declarations of the type have one of the marks.</summary>
    public bool Says(INamedTypeSymbol type, string[] wanted, Func<INamedTypeSymbol, string[], bool> look)
    {
        if (!marks.TryGetValue(wanted, out var types))
            types = marks.GetOrAdd(wanted, new ConcurrentDictionary<INamedTypeSymbol, bool>(SymbolEqualityComparer.Default));
        return types.TryGetValue(type, out var known) ? known : types.GetOrAdd(type, look(type, wanted));
    }
}
