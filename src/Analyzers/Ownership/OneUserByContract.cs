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
        var isIo = dispose.Body.Member.Calls.TrueForAll(c => c.Order < dispose.Order || IsIo(c) || dispose.Syntax.Contains(c.Syntax) || Throwing.Words(holder, c) == null);
        return !IsSwallowed(holder, dispose, c => isIo && !TakesIo(c.Type) || Refills(store, c) || GivesUp(holder, store, c), new HashSet<MemberFacts>());
    }

    /// <summary>try { Roll(); } catch (IOException) { _lost++; }: here, or around a call of the member, the failure is caught, and the work goes on. Behind an end it does not.</summary>
    private static bool IsSwallowed(Holder holder, Node step, Predicate<CatchClause> isHarmless, HashSet<MemberFacts> seen) =>
        Structure.IsSwallowed(step, isHarmless) || seen.Add(step.Body.Member) && holder.Callers.Of(step.Body.Member).Any(c => !Closing.IsClosing(c.Body.Member.Method) && !IsOfTrial(holder, c) && IsSwallowed(holder, c, isHarmless, seen));

    private static bool IsIo(CallNode call) => call.Target is { } target && (Throwing.DoesIo(target) || call.IsCreation && target.ContainingType is { DeclaringSyntaxReferences.IsEmpty: true, ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } });

    /// <summary>Not catch (FormatException), which the failure of a file passes by.</summary>
    private static bool TakesIo(ITypeSymbol? caught)
    {
        if (caught is null or { Name: "Exception" or "SystemException" or "UnauthorizedAccessException" or "ArgumentException" or "NotSupportedException" or "SecurityException" })
            return true;
        for (var at = caught; at != null; at = at.BaseType)
        {
            if (at.Name == "IOException")
                return true;
        }

        return false;
    }

    /// <summary>catch (IOException) { _broken = true; return; }, where whoever uses the slot asks for the flag first, and leaves.</summary>
    private static bool GivesUp(Holder holder, Store store, CatchClause caught) => Structure.Leaves(caught.Block)
        && holder.Stores.Any(flag => flag.Type.SpecialType == SpecialType.System_Boolean && flag.Symbol.DeclaredAccessibility == Accessibility.Private && flag.Accesses.Exists(a => a.Parent == caught.Block && a.Inserted is { IsTrue: true }) && flag.Accesses.TrueForAll(a => !a.Mutates || a.Inserted is { IsTrue: true } || a.Member == "initializer")
            && store.Accesses.TrueForAll(a => a.Body.Enclosing == null)
            && holder.OwnMembers.TrueForAll(f => f.Method == null || Callers.IsConstruction(f) || Closing.IsClosing(f.Method) || holder.Callers.IsClosed(f) || !holder.Summaries.Accesses(f, store.Symbol).Any() || AsksFirst(f, flag)));

    private static bool AsksFirst(MemberFacts facts, Store flag) => Structure.Branches(facts).Any(b => b.Parent == facts.Root.Root && b.Condition is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } asked } && SymbolEqualityComparer.Default.Equals(asked, flag.Symbol)
        && Structure.Leaves(b.Then) && facts.Calls.TrueForAll(c => c.Order > b.Order) && facts.Accesses.TrueForAll(a => a.Order > b.Order || SymbolEqualityComparer.Default.Equals(a.Store, flag.Symbol)));

    /// <summary>catch (IOException) { _file = File.Create(…); }: the work goes on with another one.</summary>
    private static bool Refills(Store store, CatchClause caught) => store.Accesses.Exists(a => a is { Access: AccessKind.Overwrite, Inserted.Kind: ValueKind.Created or ValueKind.Result } && Structure.Contains(caught.Block, a) && Structure.IsInNoBranch(a, caught.Block));

    /// <summary>var trial = new VolumeStream(path); try { trial.Roll(); … } finally { trial.Dispose(); }: nothing but its end comes behind the call, and nobody else gets it.</summary>
    private static bool IsOfTrial(Holder holder, CallNode call) => call is { IsVirtual: false, Receiver: { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Created } made } trial } && call.Body.Member is var facts
        && facts.Disposals.Exists(d => d.Body == call.Body && Canon.Same(d.Operand, trial) && Structure.EndsFinally(d)) && !facts.Calls.Exists(c => c.Order > call.Order && c.Receiver is { } other && Canon.Same(other, trial) && !(c.Target is { } ending && Closing.IsDispose(ending)))
        && (holder.Fates.Of(facts, root => root.Value == made) & (Fate.Returned | Fate.Stored | Fate.Passed)) == 0;

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
