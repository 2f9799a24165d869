using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Whether a dispose is foreign code or does I/O, so that it can fail in practice.</summary>
internal static class FailingDispose
{
    /// <summary>Why the dispose of an entry can fail, in words; null when it cannot.</summary>
    public static string? Why(Holder holder, Store store, DisposeNode dispose)
    {
        // CloseQuietly(), of the program: it fails as its own steps do.
        if (!dispose.IsCertain && dispose.Method is { } other && StoreScope.IsInSource(other) && System.Array.Exists(new[] { "Quietly", "Silently", "Safely" }, w => other.Name.IndexOf(w, System.StringComparison.Ordinal) > 0))
            return null;
        var declared = dispose.Operand.Type is { } own && holder.Catalog.IsResource(own) ? own : store.Payload.Resource!;
        if (Why(holder, declared) is { } why)
            return why;
        // socket.DisconnectAsync(): it talks to the other side, while its dispose only lets go.
        if (!dispose.IsCertain && IsOfNet(declared))
            return $"disposing a {declared.Name} does I/O";
        // What stands behind an interface or a base type of this compilation: the types that are put in.
        if (!StoreScope.IsInSource(declared) || declared is not INamedTypeSymbol { TypeKind: TypeKind.Interface } and not INamedTypeSymbol { IsAbstract: true })
            return null;
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts)
                continue;
            foreach (var type in holder.Ownership.Origins.CreatedTypes(access))
            {
                if (!SymbolEqualityComparer.Default.Equals(type, declared) && Why(holder, type) is { } reason)
                    return reason;
            }
        }

        return null;
    }

    /// <summary>Whether a drain written anew had better go on after a failure.</summary>
    public static bool NeedsCare(Holder holder, ITypeSymbol type) => IsOfNet(type) || Why(holder, type) != null;

    public static string? Why(Holder holder, ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface } face && StoreScope.IsInSource(type) && IsOpen(face) && !holder.Analysis.Constructions.IsImplemented(face, holder.Cancellation))
            return $"whoever implements {type.Name} may let its dispose fail";
        if (!StoreScope.IsInSource(type))
            return ApiCatalog.FullName(type).StartsWith("System.", System.StringComparison.Ordinal)
                ? IsIo(type) ? $"disposing a {type.Name} does I/O" : null
                : $"disposing a {type.Name} runs foreign code";
        foreach (var name in new[] { "Dispose", "DisposeAsync" })
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol method && holder.FactsOf(method) is { } facts && Fails(holder, facts))
                    return $"{type.Name}.{name} can fail";
            }
        }

        return null;
    }

    /// <summary>Other assemblies can implement it.</summary>
    private static bool IsOpen(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at != null; at = at.ContainingType)
        {
            if (at.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return true;
    }

    /// <summary>The dispose itself throws, or does I/O of its own.</summary>
    private static bool Fails(Holder holder, MemberFacts facts, int depth = 0) =>
        facts.Throws.Any(t => Structure.EnclosingTry(t) is not { Catches.Count: > 0 }) || depth < 3 && facts.Calls.Any(c => c.IsAwaited && c.Target is { } target && holder.FactsOf(target) is { } callee && callee != facts && Structure.EnclosingTry(c) is not { Catches.Count: > 0 } && Fails(holder, callee, depth + 1))
        || facts.Disposals.Any(d => d.Operand.Type is { } ended && !StoreScope.IsInSource(ended) && IsIo(ended) && holder.Catalog.IsResource(ended) && Structure.EnclosingTry(d) is not { Catches.Count: > 0 })
        || facts.Calls.Any(c => !c.IsCreation && c.Target?.ContainingType is { } type && !StoreScope.IsInSource(type) && (IsIo(type) || IsOfNet(type) && c.Target.Name is not ("Close" or "Dispose")) && Structure.EnclosingTry(c) is not { Catches.Count: > 0 });

    /// <summary>A connection of which the dispose does not fail, whatever else does.</summary>
    private static bool IsOfNet(ITypeSymbol type)
    {
        for (ITypeSymbol? at = type; at != null && !StoreScope.IsInSource(at); at = at.BaseType)
        {
            if (at.Name is "Socket" or "HttpMessageInvoker" or "HttpResponseMessage")
                return true;
        }

        return false;
    }

    private static bool IsIo(ITypeSymbol type)
    {
        for (ITypeSymbol? at = type; at != null; at = at.BaseType)
        {
            if (at.Name is "Stream" or "TextWriter" or "BinaryWriter" or "DbConnection" or "DbTransaction" or "WebSocket" or "ZipArchive" or "File" or "Directory")
                return true;
        }

        return false;
    }
}
