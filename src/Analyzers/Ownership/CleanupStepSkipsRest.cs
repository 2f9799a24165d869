using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1013: in a closing member, a dispose that throws, or an early return, leaves the remaining entries undisposed.</summary>
internal sealed class CleanupStepSkipsRest : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (!store.IsCollection || !store.Payload.IsResource || store.IsInherited || !holder.Ownership.Of(store).IsOwned)
                continue;
            foreach (var facts in holder.OwnMembers)
            {
                if (!Closing.IsClosing(facts.Method))
                    continue;
                foreach (var exit in facts.Returns)
                {
                    if (LeavesRest(holder, store, facts, exit) is { } left)
                        reporter.Add(new Finding(Descriptors.LEAK1013_CleanupStepSkipsRest, exit, Words.NameOf(facts), store.Name, "it ends the loop early").At(store.Symbol).At(left).With(FixFacts.Store, store.Name));
                }

                foreach (var dispose in facts.Disposals)
                {
                    var loop = Structure.EnclosingLoop(dispose);
                    if (dispose.IsUsing || Throwing.IsQuiet(dispose) || (loop == null ? !dispose.Body.RunsForEach || Structure.EnclosingTry(dispose) != null : IsIsolated(dispose, loop)) || !Trace.ComesFrom(holder, dispose.Operand, store.Symbol) || CanThrow(holder, store, dispose) is not { } why)
                        continue;
                    reporter.Add(new Finding(Descriptors.LEAK1013_CleanupStepSkipsRest, dispose, Words.NameOf(facts), store.Name, why).At(store.Symbol).At(loop)
                        .With(FixFacts.Store, store.Name));
                }

                foreach (var call in facts.Calls)
                {
                    if (FailsBefore(holder, store, facts, call) is { } around)
                        reporter.Add(new Finding(Descriptors.LEAK1013_CleanupStepSkipsRest, call, Words.NameOf(facts), store.Name, $"'{call.Target!.Name}' can fail").At(store.Symbol).At(around).With(FixFacts.Store, store.Name));
                }
            }
        }
    }

    /// <summary>await session.LogoutAsync() in the loop that disposes the sessions: it can fail before the dispose of this one and of those behind it.</summary>
    private static LoopNode? FailsBefore(Holder holder, Store store, MemberFacts facts, CallNode call) =>
        call is { IsAwaited: true, IsCreation: false, Receiver: { } receiver, Target: { } target } && !facts.Disposals.Exists(d => d.Syntax == call.Syntax || d.Syntax.Contains(call.Syntax) || call.Syntax.Contains(d.Syntax))
        && Structure.EnclosingLoop(call) is { } loop && !IsIsolated(call, loop) && Trace.ComesFrom(holder, receiver, store.Symbol)
        && facts.Disposals.Exists(d => d.Body == call.Body && Structure.EnclosingLoop(d) == loop && Trace.ComesFrom(holder, d.Operand, store.Symbol)) && !StartsWith(target.Name, "Dispose") && Throwing.Words(holder, call) != null ? loop : null;

    private static bool StartsWith(string name, string word) => name.StartsWith(word, System.StringComparison.Ordinal);

    /// <summary>A return in the loop over all entries that disposes them.</summary>
    private static LoopNode? LeavesRest(Holder holder, Store store, MemberFacts facts, ReturnNode exit) =>
        Structure.EnclosingLoop(exit) is { Source: not null } loop && exit.Parent != loop.BodyBlock
            && (facts.Disposals.Exists(d => d.Body == exit.Body && Structure.EnclosingLoop(d) == loop && Trace.ComesFrom(holder, d.Operand, store.Symbol))
                || facts.Calls.Exists(c => c.Body == exit.Body && Structure.EnclosingLoop(c) == loop && EndsOne(holder, store, c))) ? loop : null;

    /// <summary>CloseReader(reader): the helper disposes what it is given.</summary>
    private static bool EndsOne(Holder holder, Store store, CallNode call)
    {
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            if (Trace.ComesFrom(holder, call.Arguments[i], store.Symbol) && (holder.Fates.OfArgument(call, i) & Fate.Ended) != 0)
                return true;
        }

        return false;
    }

    /// <summary>A catch, whatever it catches, or a finally that goes on, stands between the step and its loop.</summary>
    private static bool IsIsolated(Node step, LoopNode loop)
    {
        for (var at = step.Parent; at != null && at != loop.BodyBlock.Parent; at = at.Parent)
        {
            if (at.Role == BlockRole.TryBody && at.Owner is TryNode { IsUsing: false } attempt && (attempt.Catches.Count > 0 || attempt.Finally != null))
                return true;
            if (at.Role == BlockRole.LoopBody && at.Owner == loop)
                return false;
        }

        return false;
    }

    /// <summary>The dispose is foreign code or does I/O: it can fail in practice.</summary>
    private static string? CanThrow(Holder holder, Store store, DisposeNode dispose) =>
        CanThrow(holder, dispose.Operand.Type is { } own && holder.Catalog.IsResource(own) ? own : store.Payload.Resource!);

    public static string? CanThrow(Holder holder, ITypeSymbol type)
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
        || facts.Calls.Any(c => !c.IsCreation && c.Target?.ContainingType is { } type && !StoreScope.IsInSource(type) && IsIo(type) && Structure.EnclosingTry(c) is not { Catches.Count: > 0 });

    private static bool IsIo(ITypeSymbol type)
    {
        for (ITypeSymbol? at = type; at != null; at = at.BaseType)
        {
            if (at.Name is "Stream" or "TextWriter" or "BinaryWriter" or "DbConnection" or "DbTransaction" or "WebSocket" or "ZipArchive" or "File" or "Directory" or "Socket" or "HttpMessageInvoker" or "HttpResponseMessage")
                return true;
        }

        return false;
    }
}
