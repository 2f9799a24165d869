using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Code that cannot be bound, as where a package or a base type is missing.</content>
internal sealed partial class Collector
{
    /// <summary>
    /// x.Dispose(), x.SafeDispose() and Disposer.Dispose(x) are what they say, whatever declares them. Whatever else an unknown call or
    /// constructor gets, it may keep.
    /// </summary>
    private Value VisitInvalid(IOperation operation)
    {
        if (operation.Syntax is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax))
            return VisitChildren(operation);
        var called = (operation.Syntax as InvocationExpressionSyntax)?.Expression;
        var name = NameOf(called);
        var ends = NamesDispose(name);
        foreach (var child in operation.ChildOperations)
        {
            var isReceiver = called != null && called.Span.Contains(child.Syntax.Span) || child is IConditionalAccessInstanceOperation;
            var value = Visit(isReceiver ? InnermostOf(child) : child);
            if (value.Kind is ValueKind.This or ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.Pure or ValueKind.Delegate)
                continue;
            if (ends)
                Add(new DisposeNode(operation.Syntax, value, null, isCertain: true));
            else if (isReceiver && Array.Exists(Endings, e => name.IndexOf(e, StringComparison.Ordinal) >= 0))
                Add(new DisposeNode(operation.Syntax, value, null, isCertain: false));
            else if (!isReceiver || TakesLambda(operation.Syntax))
                Add(new AssignNode(operation.Syntax, AssignTarget.Element, Value.Unknown, value));
        }

        return Value.Unknown;
    }

    /// <summary>_map.Values.ForEach(entry => …): what is done with the receiver stands in a lambda that may not be understood.</summary>
    private static bool TakesLambda(SyntaxNode call)
    {
        if (call is InvocationExpressionSyntax { ArgumentList.Arguments: var arguments })
        {
            foreach (var argument in arguments)
            {
                if (argument.Expression is AnonymousFunctionExpressionSyntax)
                    return true;
            }
        }

        return false;
    }

    private static readonly string[] Endings = { "Close", "Shutdown", "ShutDown", "Stop", "Terminate", "Kill", "Release", "Destroy", "Disconnect" };

    private static string NameOf(ExpressionSyntax? called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => string.Empty,
    };

    /// <summary>Dispose, DisposeAsync, SafeDispose, DisposeQuietly; not IsDisposed.</summary>
    private static bool NamesDispose(string name)
    {
        var at = name.IndexOf("Dispose", StringComparison.Ordinal);
        return at >= 0 && (at + 7 == name.Length || name[at + 7] != 'd');
    }

    /// <summary>What a name is asked of, below the parts that could not be bound.</summary>
    private static IOperation InnermostOf(IOperation operation)
    {
        var at = operation;
        while (at.Kind == OperationKind.Invalid)
        {
            var inner = at;
            foreach (var child in at.ChildOperations)
            {
                inner = child;
                break;
            }

            if (inner == at)
                break;
            at = inner;
        }

        return at;
    }
}
