using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Callbacks;

/// <summary>The handler writes to a bounded queue, and its old body becomes the work of one item.</summary>
internal static class QueuedHandler
{
    public static Action<SyntaxEditor>? Plan(FixRequest request, HandlerSite site)
    {
        if (!CanQueue(request, site) || QueueItem.Of(request, site.Function, site.Symbol, site.Body!) is not { } item)
            return null;
        var edit = new TypeEdit(site.Type);
        var names = new MemberCode(request, site.Type, site.TypeSymbol);
        var queue = new QueueCode(request, edit, names, site.TypeSymbol) { Detach = Detach(request, site) };
        var awaited = new AwaitCode(request, site.Function, site.Type, names, queue.Token);
        var work = names.Free("On" + site.Name + (awaited.Awaits ? "Async" : "Core"));
        var after = site.Function.AncestorsAndSelf().First(a => a.Parent == site.Type);
        var registration = site.Registration?.FirstAncestorOrSelf<StatementSyntax>();
        var canStartThere = registration?.Parent is BlockSyntax && registration.Ancestors().First(a => a is MemberDeclarationSyntax) is MethodDeclarationSyntax method && method.Parent == site.Type && !method.Modifiers.Any(SyntaxKind.StaticKeyword);
        var body = awaited.Rewrite(site.Body!, site.Function, item.Replacements);
        queue.UsesToken = awaited.UsesToken(body);
        edit.AddMember(queue.WorkMember(item, work, body, awaited.Awaits), after);
        if (!queue.TryAdd(item, Capacity(request, site, item), site.Name, work, awaited.Awaits, after, canStartThere))
            return null;
        var handler = queue.HandlerBody(item);
        Replace(edit, site, handler);
        awaited.RewriteHelpers(edit);
        if (queue.StartAtRegistration is { } start && registration?.Parent is BlockSyntax around)
        {
            var at = around.Statements.IndexOf(registration);
            edit.Replace(around, block => block.WithStatements(block.Statements.Insert(at, start)));
        }

        return editor =>
        {
            edit.ApplyTo(editor);
            Usings.Add(request, editor, site.Type, "System.Threading.Channels", "Channel");
        };
    }

    private static void Replace(TypeEdit edit, HandlerSite site, BlockSyntax handler)
    {
        if (site.Function is MethodDeclarationSyntax method)
        {
            edit.Replace(method, current => current
                .WithModifiers(Without(current.Modifiers))
                .WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(handler.WithTrailingTrivia(current.GetTrailingTrivia()))
                .WithAdditionalAnnotations(Formatter.Annotation));
            return;
        }

        var around = site.Function.Ancestors().First(a => a is StatementSyntax and not BlockSyntax or MemberDeclarationSyntax);
        edit.Replace(around, current => current.WithAdditionalAnnotations(Formatter.Annotation));
        edit.Replace((AnonymousFunctionExpressionSyntax)site.Function, current => LambdaCode.WithBlock(current.WithAsyncKeyword(default), handler).WithTriviaFrom(current));
    }

    private static SyntaxTokenList Without(SyntaxTokenList modifiers)
    {
        var index = modifiers.IndexOf(SyntaxKind.AsyncKeyword);
        return index < 0 ? modifiers : modifiers.RemoveAt(index);
    }

    /// <summary>An instance member of a class, called for its effects only; nobody but events calls it.</summary>
    private static bool CanQueue(FixRequest request, HandlerSite site)
    {
        if (request.LanguageVersion < LanguageVersion.CSharp8 || site.Type is not ClassDeclarationSyntax || site.TypeSymbol.IsStatic || !site.Symbol.ReturnsVoid || site.Sink is "Token" or "ProcessExit")
            return false;
        if (site.Function.DescendantNodes().Any(n => n is YieldStatementSyntax or UnsafeStatementSyntax))
            return false;
        if (site.Function is MethodDeclarationSyntax method)
            return !site.Symbol.IsStatic && !site.Symbol.IsGenericMethod && !method.Modifiers.Any(m => m.IsKind(SyntaxKind.UnsafeKeyword) || m.IsKind(SyntaxKind.PartialKeyword)) && !IsCalled(request, site, method);
        var member = site.Function.Ancestors().OfType<MemberDeclarationSyntax>().First();
        return member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax && !member.Modifiers.Any(SyntaxKind.StaticKeyword)
            && !site.Function.Ancestors().TakeWhile(a => a != member).Any(a => a is LocalFunctionStatementSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword) || a is ConstructorInitializerSyntax)
            && (site.Function as AnonymousFunctionExpressionSyntax)?.Modifiers.Any(SyntaxKind.StaticKeyword) == false;
    }

    private static bool IsCalled(FixRequest request, HandlerSite site, MethodDeclarationSyntax method) =>
        site.Type.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            (call.Expression as SimpleNameSyntax ?? (call.Expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == method.Identifier.ValueText
            && SymbolEqualityComparer.Default.Equals(request.Model.GetSymbolInfo(call, request.Cancellation).Symbol, site.Symbol));

    /// <summary>The option; one pending tick of a timer is enough.</summary>
    private static int Capacity(FixRequest request, HandlerSite site, QueueItem item)
    {
        if (site.Sink == "Timer" && item.Parts.Count == 0)
            return 1;
        return Settings.Read(request.Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(request.Root.SyntaxTree)).QueueCapacity;
    }

    /// <summary>publisher.Event -= Handler, when the type keeps the publisher and never detaches.</summary>
    private static string? Detach(FixRequest request, HandlerSite site)
    {
        if (site.IsLambda || site.Registration is not AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: var publisher } target } attach || !attach.IsKind(SyntaxKind.AddAssignmentExpression)
            || request.Model.GetSymbolInfo(publisher, request.Cancellation).Symbol is not IFieldSymbol { IsReadOnly: true } field
            || publisher is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || field.ContainingType.IsStatic != site.TypeSymbol.IsStatic || !SymbolEqualityComparer.Default.Equals(field.ContainingType, site.TypeSymbol))
            return null;
        var known = site.Type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.IsKind(SyntaxKind.SubtractAssignmentExpression) && a.Left.ToString() == target.ToString());
        return known ? null : $"{target.WithoutTrivia()} -= {attach.Right.WithoutTrivia()};";
    }
}
