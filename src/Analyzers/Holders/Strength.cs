using System;
using System.Collections.Concurrent;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Whether losing an instance of a type costs something: a socket, handle, timer, process or background work.</summary>
internal sealed class Strength
{
    private static readonly string[] Suffixes =
    {
        "Client", "Connection", "Conn", "Channel", "Session", "Socket", "Stream", "Listener", "Watcher", "Timer", "Process", "Producer", "Consumer",
        "Subscription", "Subscriber", "Server", "Host", "Pool", "Handle", "Worker", "Scaler", "Transport", "Pipe", "Link", "Port", "Monitor", "Poller", "Balancer", "Lease",
    };

    private readonly ConcurrentDictionary<ITypeSymbol, string> words = new(SymbolEqualityComparer.Default);
    private readonly ApiCatalog catalog;

    public Strength(ApiCatalog catalog) => this.catalog = catalog;

    /// <summary>What an instance holds, in words; null when nothing is known to be lost with it.</summary>
    public string? WordsFor(ITypeSymbol type, Holder holder)
    {
        if (!words.TryGetValue(type, out var found))
            words[type] = found = Find(type, holder, 0) ?? string.Empty;
        return found.Length == 0 ? null : found;
    }

    /// <summary>More than a name says that an instance holds something.</summary>
    public bool Holds(ITypeSymbol type, Holder holder) => WordsFor(type, holder) is { } words && !words.StartsWith("is ", StringComparison.Ordinal) && !words.StartsWith("holds one that is ", StringComparison.Ordinal);

    private string? Find(ITypeSymbol type, Holder holder, int depth)
    {
        var known = catalog.Of(type);
        if (known.Has(TypeTraits.ConditionalResource))
            return "is linked or timed";
        if (known.Has(TypeTraits.Timer))
            return "keeps a timer running";
        if (known.Has(TypeTraits.Strong))
            return "holds a system resource";
        if (depth < 3 && type.Locations.Any(l => l.IsInSource) && type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } source)
        {
            if (FieldWords(source, holder, depth) is { } held)
                return held;
            if (HasEmptyDispose(source, holder))
                return null;
        }

        return HasTellingName(type) ? "is a " + Suffix(type.Name) : null;
    }

    private string? FieldWords(INamedTypeSymbol type, Holder holder, int depth)
    {
        for (INamedTypeSymbol? at = type; at != null && at.Locations.Any(l => l.IsInSource); at = at.BaseType)
        {
            foreach (var member in at.GetMembers())
            {
                if (member is IFieldSymbol { IsStatic: false } field)
                {
                    if (field.Type.SpecialType == SpecialType.System_IntPtr)
                        return "holds a native handle";
                    if (catalog.IsResource(field.Type) && !IsInjected(at, field, holder) && Find(field.Type, holder, depth + 1) is { } inner)
                        return inner.StartsWith("is ", StringComparison.Ordinal) ? "holds one that " + inner : inner;
                    continue;
                }

                if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } && holder.Analysis.Foreign.Of(member, holder.Cancellation) is { Starts.Count: > 0 })
                    return "starts background work";
            }
        }

        return null;
    }

    /// <summary>The field gets what others bring: an argument of a constructor that they call, or of a setter, where nothing is made for it here.</summary>
    private static bool IsInjected(INamedTypeSymbol type, IFieldSymbol field, Holder holder)
    {
        var (isSet, isMade) = (false, false);
        foreach (var member in type.GetMembers())
        {
            if (member is not (IMethodSymbol { IsAbstract: false } or IFieldSymbol) || holder.Analysis.Foreign.Of(member, holder.Cancellation) is not { } facts)
                continue;
            var isOpen = member.DeclaredAccessibility != Accessibility.Private;
            foreach (var access in facts.Accesses)
            {
                if (!access.Inserts || !SymbolEqualityComparer.Default.Equals(access.Store, StoreScope.Canonical(field)) || access.Inserted is null or { IsNull: true })
                    continue;
                if (isOpen && access.Inserted is { Kind: ValueKind.Parameter } && member is IMethodSymbol { MethodKind: MethodKind.Constructor })
                    return true;
                var isSetter = isOpen && access.Inserted is { Kind: ValueKind.Parameter } && member is IMethodSymbol { MethodKind: MethodKind.PropertySet };
                isSet |= isSetter;
                isMade |= !isSetter;
            }
        }

        return isSet && !isMade;
    }

    private static bool HasEmptyDispose(INamedTypeSymbol type, Holder holder)
    {
        for (INamedTypeSymbol? at = type; at != null && at.Locations.Any(l => l.IsInSource); at = at.BaseType)
        {
            foreach (var name in new[] { "Dispose", "DisposeAsync" })
            {
                foreach (var member in at.GetMembers(name))
                {
                    if (member is IMethodSymbol { Parameters.Length: 0 } && holder.Analysis.Foreign.Of(member, holder.Cancellation) is { } facts)
                        return facts.Calls.Count == 0 && facts.Disposals.Count == 0 && facts.Accesses.Count == 0 && facts.Assigns.Count == 0;
                }
            }
        }

        return false;
    }

    private static bool HasTellingName(ITypeSymbol type)
    {
        var name = type.TypeKind == TypeKind.Interface && type.Name.Length > 1 ? type.Name.Substring(1) : type.Name;
        return Suffix(name).Length > 0;
    }

    private static string Suffix(string name)
    {
        foreach (var suffix in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
                return suffix.ToLowerInvariant();
        }

        return string.Empty;
    }
}
