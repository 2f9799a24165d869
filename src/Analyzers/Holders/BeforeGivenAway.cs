using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Holders;

/// <summary>
/// var index = new Index(); index.Scan(folder); return index: a member that is only called on an object just made, before anybody else
/// can have it, is like a part of its constructor.
/// </summary>
internal static class BeforeGivenAway
{
    private const int MaxCallers = 3;

    public static bool Is(Holder holder, AccessNode access) => access is { Body.Enclosing: null, Target.A: null or { Kind: ValueKind.This } } && Is(holder, access.Body.Member, 0);

    private static bool Is(Holder holder, MemberFacts facts, int depth)
    {
        if (depth > MaxCallers || facts.Method is not { IsStatic: false, ContainingType: { BaseType.SpecialType: SpecialType.System_Object } } method || TellsOthers(holder, facts))
            return false;
        var calls = holder.Callers.Of(facts).ToList();
        if (!holder.Callers.IsClosed(facts))
        {
            // var held = new Held(); held.AddIfNeeded(path); scope.Add(held), in another type, which is all that ever calls it.
            if (!OutsideCallers.IsInternal(method) || method is { IsVirtual: true } or { IsOverride: true } or { MethodKind: not MethodKind.Ordinary } || OutsideCallers.IsOfInterface(method) || holder.Callers.IsDelegate(method) || holder.Analysis.Foreign.HasOtherUses(method, holder.Cancellation))
                return false;
            calls.AddRange(holder.Analysis.Foreign.CallersOf(method, holder.Cancellation).Where(f => holder.OwnFactsOf(f.Member) == null).SelectMany(f => f.Calls).Where(c => SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, method.OriginalDefinition)));
        }

        return calls.Count > 0 && calls.TrueForAll(c => c.Body.Enclosing == null && IsWaitedFor(c)
            && (c.Receiver is null or { Kind: ValueKind.This } ? Callers.IsConstruction(c.Body.Member) || Is(holder, c.Body.Member, depth + 1) : IsOnOwn(holder, c)));
    }

    /// <summary>Called where it stands, and once: not by Parallel.ForEach(folders, index.Scan).</summary>
    private static bool IsWaitedFor(CallNode call) => call.Syntax is InvocationExpressionSyntax && (call.IsAwaited || call.Target is { IsAsync: false, ReturnType.Name: not ("Task" or "ValueTask") });

    /// <summary>The receiver is a local that was made in this body, and up to the end of the loop in which the call stands only its own members get it.</summary>
    private static bool IsOnOwn(Holder holder, CallNode call)
    {
        var member = call.Body.Member;
        if (call.Receiver is not { Kind: ValueKind.Local, Local: { Symbol: ILocalSymbol, Single: { Kind: ValueKind.Created } made } } receiver
            || member.Calls.Find(c => c.IsCreation && c.Result == made && c.Body == call.Body && c.Order < call.Order) is not { Target: { } constructor } creation || holder.OwnFactsOf(constructor) is { } making && TellsOthers(holder, making))
            return false;
        LoopNode? round = null;
        for (var loop = Structure.EnclosingLoop(call); loop != null && !Structure.Contains(loop.BodyBlock, creation); loop = Structure.EnclosingLoop(loop))
            round = loop;
        if (member.Starts.Exists(IsBefore) || member.Registers.Exists(IsBefore) || member.Bodies.Count > 1)
            return false;
        return !member.Calls.Exists(c => IsBefore(c) && (System.Array.Exists(c.Arguments, IsIt) || c.Receiver == receiver && !(c.Target is { } target && holder.OwnFactsOf(target) is { } own && !TellsOthers(holder, own) && IsWaitedFor(c))))
            && !member.Accesses.Exists(a => IsBefore(a) && a.Inserted is { } inserted && IsIt(inserted)) && !member.Assigns.Exists(a => IsBefore(a) && a.Place != receiver && IsIt(a.Value)) && !member.Returns.Exists(r => r.IsYield);

        bool IsBefore(Node node) => node.Order > creation.Order && (node.Order < call.Order || round != null && Structure.Contains(round.BodyBlock, node));

        bool IsIt(Value value) => Mentions(value, receiver, 0) || Mentions(value, made, 0);
    }

    private static bool Mentions(Value value, Value local, int depth) => value == local || depth < 6 && (value.A != null && Mentions(value.A, local, depth + 1) || value.B != null && Mentions(value.B, local, depth + 1) || System.Array.Exists(value.Items, i => Mentions(i, local, depth + 1))
        || value is { Kind: ValueKind.Local, Local.Single: { } single } && Mentions(single, local, depth + 1));

    /// <summary>The member, or one that it calls, starts work, attaches a handler or hands the object itself on.</summary>
    private static bool TellsOthers(Holder holder, MemberFacts facts) => holder.Summaries.Reached(facts).Any(f => f.Starts.Count > 0 || f.Registers.Count > 0 || f.MethodGroups.Count > 0 || f.Bodies.Any(b => b.Enclosing != null && !b.RunsInline && UsesThis(f, b))
        || f.Calls.Exists(c => System.Array.Exists(c.Arguments, IsThis)) || f.Accesses.Exists(a => a.Inserted is { } inserted && IsThis(inserted)) || f.Assigns.Exists(a => IsThis(a.Value)));

    /// <summary>() => _count; not () => path, which says nothing of the object.</summary>
    private static bool UsesThis(MemberFacts facts, BodyFacts later) => facts.Accesses.Exists(a => Structure.IsWithin(a.Body, later) && a.Store is { IsStatic: false } && a.Target.A is null or { Kind: ValueKind.This }) || facts.Returns.Exists(r => Structure.IsWithin(r.Body, later) && r.Value is { } value && IsThis(value))
        || facts.Calls.Exists(c => Structure.IsWithin(c.Body, later) && (c.Receiver is null or { Kind: ValueKind.This } && c.Target is not { IsStatic: true } || System.Array.Exists(c.Arguments, IsThis)));

    private static bool IsThis(Value value) => value.Kind == ValueKind.This || System.Array.Exists(value.Items, i => i.Kind == ValueKind.This);
}
