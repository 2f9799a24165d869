using System;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    private Value VisitLambda(IAnonymousFunctionOperation lambda, Node? inlineOf, bool inline, Value[]? bindings = null)
    {
        var inner = new BodyFacts(member, body, lambda.Symbol, lambda.Syntax) { RunsInline = inline, InlineOf = inlineOf, Site = block };
        body.Nested.Add(inner);
        member.Bodies.Add(inner);
        if (bindings != null)
            Bind(lambda.Symbol, bindings);
        Enter(inner, inline ? locks : LockSet.Empty, () => VisitStatement(lambda.Body));
        return new Value(ValueKind.Delegate, symbol: lambda.Symbol, data: inner);
    }

    private void Bind(IMethodSymbol function, Value[] bindings)
    {
        for (var i = 0; i < bindings.Length && i < function.Parameters.Length; i++)
        {
            var parameter = function.Parameters[i];
            Local(parameter, parameter.Type).Assigned.Add(bindings[i]);
        }
    }

    private void Enter(BodyFacts inner, LockSet held, Action visit)
    {
        var (outerBody, outerBlock, outerLocks, outerDropped, outerAwaited) = (body, block, locks, dropped, awaited);
        body = inner;
        block = inner.Root;
        locks = held;
        inner.Root.Locks = held;
        inner.Root.Order = order++;
        visit();
        (body, block, locks, dropped, awaited) = (outerBody, outerBlock, outerLocks, outerDropped, outerAwaited);
    }

    private BodyFacts LocalFunction(IMethodSymbol symbol, SyntaxNode syntax)
    {
        var definition = symbol.OriginalDefinition;
        if (!localFunctions.TryGetValue(definition, out var inner))
        {
            inner = new BodyFacts(member, body.Outermost, definition, definition.DeclaringSyntaxReferences.Length > 0 ? definition.DeclaringSyntaxReferences[0].GetSyntax(cancellation) : syntax)
            {
                IsLocalFunction = true,
            };
            localFunctions.Add(definition, inner);
            member.Bodies.Add(inner);
            body.Outermost.Nested.Add(inner);
        }

        return inner;
    }

    private void VisitLocalFunction(ILocalFunctionOperation function)
    {
        var inner = LocalFunction(function.Symbol, function.Syntax);
        Enter(inner, LockSet.Empty, () => VisitStatement(function.Body ?? function.IgnoredBody));
    }

    /// <summary>A method group or lambda as a value that somebody may call at any time.</summary>
    private Value VisitDelegate(IOperation target)
    {
        switch (target)
        {
            case IAnonymousFunctionOperation lambda:
                return VisitLambda(lambda, null, inline: false);
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } local:
                var inner = LocalFunction(local.Method, local.Syntax);
                inner.EscapesAsDelegate = true;
                return new Value(ValueKind.Delegate, symbol: local.Method, data: inner);
            case IMethodReferenceOperation method:
                var receiver = method.Instance == null ? null : Visit(method.Instance);
                NoteEscape(method, receiver);
                member.MethodGroups.Add(method.Method.OriginalDefinition);
                return new Value(ValueKind.Delegate, receiver, symbol: method.Method.OriginalDefinition, type: method.Method.ReturnType);
            default:
                return Visit(target);
        }
    }

    /// <summary>keys.Select(_table.Take): what somebody else does with the entries of a container cannot be told.</summary>
    private void NoteEscape(IMethodReferenceOperation method, Value? receiver)
    {
        if (receiver != null && catalog.Of(method.Instance!.Type).Container != null && !IsOwn(method.Instance.Type!) && Names(receiver, out var store, out var depth))
            Add(new AccessNode(method.Syntax, AccessKind.Escape, receiver) { Store = store, Depth = depth });
    }

    private static IOperation StripDelegate(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    continue;
                case IParenthesizedOperation inner:
                    operation = inner.Operand;
                    continue;
                case IDelegateCreationOperation creation:
                    operation = creation.Target;
                    continue;
                default:
                    return operation;
            }
        }
    }

    /// <summary>A delegate argument that is called where it stands: it keeps the lockset, and its parameters are known.</summary>
    private Value VisitInline(IOperation operation, Node? inlineOf, Value[]? bindings)
    {
        var target = StripDelegate(operation);
        switch (target)
        {
            case IAnonymousFunctionOperation lambda:
                return VisitLambda(lambda, inlineOf, inline: true, bindings);
            case IMethodReferenceOperation method:
                var arguments = new Value[method.Method.Parameters.Length];
                for (var i = 0; i < arguments.Length; i++)
                    arguments[i] = bindings != null && i < bindings.Length ? bindings[i] : Value.Unknown;
                if (method.Method.MethodKind == MethodKind.LocalFunction)
                {
                    var inner = LocalFunction(method.Method, method.Syntax);
                    AddCallTo(inner, method.Method, arguments, method.Syntax);
                    return new Value(ValueKind.Delegate, symbol: method.Method, data: inner);
                }

                var receiver = method.Instance == null ? null : Visit(method.Instance);
                NoteEscape(method, receiver);
                if (method.Method.IsExtensionMethod && method.Instance != null && method.Method.ReducedFrom == null)
                    receiver = null;
                AddCall(method.Method, receiver, arguments, method.Syntax, isVirtual: method.IsVirtual);
                return new Value(ValueKind.Delegate, receiver, symbol: method.Method.OriginalDefinition, type: method.Method.ReturnType);
            default:
                return Visit(target);
        }
    }

    private CallNode AddCallTo(BodyFacts callee, IMethodSymbol method, Value[] arguments, SyntaxNode syntax)
    {
        for (var i = 0; i < arguments.Length && i < method.Parameters.Length; i++)
        {
            var parameter = callee.Method!.Parameters[i];
            if (parameter.RefKind == RefKind.None)
                Local(parameter, parameter.Type).Assigned.Add(arguments[i]);
        }

        var call = Add(new CallNode(syntax, method.OriginalDefinition, null, arguments) { Callee = callee });
        call.Result = new Value(ValueKind.Result, type: method.ReturnType, data: call);
        callee.CallsTo.Add(call);
        return call;
    }

    private Value VisitEvent(IEventAssignmentOperation attach)
    {
        var reference = attach.EventReference as IEventReferenceOperation;
        var publisher = reference == null ? Visit(attach.EventReference) : reference.Instance == null ? null : Visit(reference.Instance);
        var handler = Visit(attach.HandlerValue);
        Add(new RegisterNode(attach.Syntax, SinkOf(reference?.Event), handler, publisher, reference?.Event) { Detaches = !attach.Adds });
        return Value.Unknown;
    }

    private SinkKind SinkOf(IEventSymbol? symbol)
    {
        if (symbol == null)
            return SinkKind.Event;
        if (symbol.Name is "ProcessExit" or "CancelKeyPress" or "UnhandledException" or "DomainUnload" or "Unloading" or "UnobservedTaskException")
            return SinkKind.ProcessExit;
        return catalog.Of(symbol.ContainingType).Has(TypeTraits.Timer) ? SinkKind.Timer : SinkKind.Event;
    }

    private Value AttachToField(ICompoundAssignmentOperation compound, Value store, Value handler)
    {
        Add(new RegisterNode(compound.Syntax, SinkKind.Event, handler, store.A, store.Symbol) { Detaches = compound.OperatorKind == BinaryOperatorKind.Subtract });
        return Value.Unknown;
    }

    /// <summary>By its name, a place for the code that runs when something happens.</summary>
    private static bool NamesCallback(string name)
    {
        var text = name.TrimStart('_');
        if (text.Length > 2 && (text.StartsWith("On", StringComparison.Ordinal) || text.StartsWith("on", StringComparison.Ordinal)) && char.IsUpper(text[2]))
            return IsDelivery(text);
        return text.EndsWith("Callback", StringComparison.OrdinalIgnoreCase) || text.EndsWith("Handler", StringComparison.OrdinalIgnoreCase) || text.EndsWith("Listener", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Not the hooks of retry policies and pipelines, which run on their caller's stack.</summary>
    private static bool IsDelivery(string name)
    {
        foreach (var word in new[] { "Retry", "Break", "Reset", "HalfOpen", "Timeout", "Fallback", "Rejected", "Hedging", "Configuring", "ModelCreating", "Build" })
        {
            if (name.IndexOf(word, StringComparison.Ordinal) >= 0)
                return false;
        }

        return true;
    }
}
