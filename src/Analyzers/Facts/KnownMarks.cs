using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>What the texts of types are known to say, so that types with the same base ask it once.</summary>
internal sealed class KnownMarks
{
    private readonly ConcurrentDictionary<(INamedTypeSymbol Type, string[] Marks), bool> marks = new(ByReference.Instance);

    /// <summary>Which types say a callback.</summary>
    public ConcurrentDictionary<INamedTypeSymbol, bool> Callbacks { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the declarations of the type have one of the marks.</summary>
    public bool Says(INamedTypeSymbol type, string[] wanted, Func<INamedTypeSymbol, string[], bool> look) =>
        marks.TryGetValue((type, wanted), out var known) ? known : marks.GetOrAdd((type, wanted), look(type, wanted));

    /// <summary>The same type, and the same table of marks.</summary>
    private sealed class ByReference : IEqualityComparer<(INamedTypeSymbol Type, string[] Marks)>
    {
        public static readonly ByReference Instance = new();

        public bool Equals((INamedTypeSymbol Type, string[] Marks) x, (INamedTypeSymbol Type, string[] Marks) y) => ReferenceEquals(x.Marks, y.Marks) && SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

        public int GetHashCode((INamedTypeSymbol Type, string[] Marks) obj) => SymbolEqualityComparer.Default.GetHashCode(obj.Type) * 31 + obj.Marks.Length;
    }
}
