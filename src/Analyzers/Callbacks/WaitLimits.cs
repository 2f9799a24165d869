using System;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Callbacks;

/// <summary>Waits whose length somebody has chosen.</summary>
internal static class WaitLimits
{
    /// <summary>.Wait(_timeout): how long it may last is what the program, or who configures it, says; of a timer that asks for its next tick also two seconds in figures.</summary>
    public static bool IsBounded(Holder holder, CallbackRoot root, BlockingPath path) => path.Operation is { Target.Name: "Wait" or "WaitOne" or "Join" or "WaitForExit" or "WaitAll" or "WaitAny" } wait && !IsRepeated(root, path)
        && TimeOf(wait) is { } time && (time.Ordinal < wait.Arguments.Length ? wait.Arguments[time.Ordinal] : Value.Unknown) is var limit && (IsSet(holder, limit, 0) || IsFew(limit, wait.Syntax) && root.Registration is RegisterNode { Sink: SinkKind.Timer } register && Ticks.AreAskedFor(holder, root, register));

    /// <summary>Samples.BackpressureSample: a sleep, or a wait with a limit, stands there for the work that a program would do.</summary>
    public static bool IsOfSample(INamedTypeSymbol type, CallNode wait)
    {
        var outermost = type;
        while (outermost.ContainingType != null)
            outermost = outermost.ContainingType;
        return (outermost.Name.EndsWith("Sample", StringComparison.Ordinal) || outermost.Name.EndsWith("Example", StringComparison.Ordinal)) && IsOfSamples(outermost.ContainingNamespace) && (wait.Block == BlockKind.Sleep || TimeOf(wait) != null);
    }

    private static bool IsOfSamples(INamespaceSymbol? space) => space is { IsGlobalNamespace: false } && (space.Name is "Samples" or "Sample" or "Examples" or "Example" || IsOfSamples(space.ContainingNamespace));

    private static IParameterSymbol? TimeOf(CallNode wait) => wait.Target?.Parameters.LastOrDefault(p => p.Type is { SpecialType: SpecialType.System_Int32 } or { Name: "TimeSpan" });

    /// <summary>In a loop, on the way to it too, or in a method that calls itself until the wait is over.</summary>
    private static bool IsRepeated(CallbackRoot root, BlockingPath path) => IsInLoop(path.Operation) || path.Calls.Any(IsInLoop) || path.Operation.Body.Member.Calls.Exists(again =>
        again.Target is { } target && (SymbolEqualityComparer.Default.Equals(target, root.Body.Method?.OriginalDefinition) || path.Calls.Any(c => SymbolEqualityComparer.Default.Equals(target, c.Target))));

    private static bool IsInLoop(Node node) => Structure.IsIn(node, BlockRole.LoopBody) || Structure.IsIn(node, BlockRole.LoopHead);

    /// <summary>A field or a property that the program does not set to a figure itself; not to wait at all is none.</summary>
    private static bool IsSet(Holder holder, Value limit, int depth) => depth < 4 && (limit is { Kind: ValueKind.Local, Local.Single: { } single } ? IsSet(holder, single, depth + 1)
        : limit.Kind is ValueKind.Store or ValueKind.Member && limit.Symbol is { } symbol && !IsFixed(symbol) && IsLasting(limit) && holder.StoreOf(symbol)?.Accesses.Exists(a => a.Inserted is { } set and not { Kind: ValueKind.Constant, Data: 0 } && IsFigure(set, 0)) != true);

    private static bool IsFixed(ISymbol symbol) => symbol is { Name: "InfiniteTimeSpan" or "Infinite" or "MaxValue" }
        || symbol.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null } or PropertyDeclarationSyntax { ExpressionBody: not null });

    /// <summary>_options.Value.Timeout: of the type itself, of what it keeps, or of options; a job that comes with the event says how long it lasts.</summary>
    private static bool IsLasting(Value limit)
    {
        if (limit.Symbol?.ContainingType?.Name is { } of && Array.Exists(new[] { "Options", "Settings", "Config", "Configuration" }, w => of.EndsWith(w, StringComparison.Ordinal)))
            return true;
        var at = limit.A;
        for (var depth = 0; at is { Kind: ValueKind.Store or ValueKind.Member or ValueKind.Local } && depth < 8; depth++)
            at = at.Kind == ValueKind.Local ? at.Local.Single ?? Value.Unknown : at.A;
        return at is null or { Kind: ValueKind.This };
    }

    /// <summary>30000, TimeSpan.FromHours(8), Timeout.Infinite, or a default that is one of these.</summary>
    private static bool IsFigure(Value value, int depth)
    {
        if (value.Kind == ValueKind.Constant || value.Kind is ValueKind.Store or ValueKind.Member && value.Symbol is { } symbol && IsFixed(symbol))
            return true;
        var parts = value.Call?.Arguments ?? value.Items;
        return depth < 4 && value.Kind is ValueKind.Result or ValueKind.Created or ValueKind.Pure && value.Call?.Receiver == null && parts.Length > 0 && IsFigure(parts[0], depth + 1) && Array.TrueForAll(parts, p => p == Value.Unknown || IsFigure(p, depth + 1));
    }

    private static bool IsFew(Value limit, SyntaxNode wait) => limit is { Kind: ValueKind.Constant, Data: int and >= 0 and <= 2000 }
        || wait is InvocationExpressionSyntax { ArgumentList.Arguments: var given } && given.Any(a => a.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromSeconds" or "FromMilliseconds" } unit, ArgumentList.Arguments: { Count: 1 } figures } && figures[0].Expression is LiteralExpressionSyntax { Token.Value: IConvertible figure } && figure is not string
            && figure.ToDouble(System.Globalization.CultureInfo.InvariantCulture) <= (unit.Name.Identifier.ValueText == "FromSeconds" ? 2 : 2000));
}
