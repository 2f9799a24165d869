using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>class VolumeStream : Stream { … }: by the contract of its base type one user has it at a time, who sees the failure himself.</summary>
internal static class OneUserByContract
{
    private static readonly string[] Bases =
    {
        "System.IO.Stream", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.BinaryReader", "System.IO.BinaryWriter", "System.Xml.XmlReader", "System.Xml.XmlWriter", "System.Data.Common.DbDataReader",
    };

    /// <summary>_part.Dispose(); File.Move(…); _part = File.Create(…): the failure ends the work of that one user, and a second dispose of what .NET itself provides does nothing.</summary>
    public static bool FailsToUser(Holder holder, Store store, DisposeNode dispose)
    {
        if (store.IsCollection || store.IsStatic || !store.Payload.IsResource || dispose.Operand.Type is not { DeclaringSyntaxReferences.IsEmpty: true } || !Is(holder.Type) || holder.Sharing.Of(store) != null)
            return false;
        return !IsSwallowed(holder, dispose, new HashSet<MemberFacts>());
    }

    /// <summary>try { Roll(); } catch (IOException) { _lost++; }: here, or around a call of the member, the failure is caught, and the work goes on.</summary>
    private static bool IsSwallowed(Holder holder, Node step, HashSet<MemberFacts> seen) =>
        Structure.IsSwallowed(step) || seen.Add(step.Body.Member) && holder.Callers.Of(step.Body.Member).Any(c => IsSwallowed(holder, c, seen));

    private static bool Is(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at != null; at = at.BaseType)
        {
            if (at.DeclaringSyntaxReferences.IsEmpty && Array.IndexOf(Bases, ApiCatalog.FullName(at)) >= 0)
                return true;
        }

        return false;
    }
}
