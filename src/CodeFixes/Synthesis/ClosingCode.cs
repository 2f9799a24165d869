using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>What a closing member has to do: statements for a synchronous one, and for one that can await.</summary>
internal sealed class ClosingWork
{
    public ClosingWork(string? sync, string? awaiting, bool isFirst)
    {
        Sync = sync;
        Awaiting = awaiting;
        IsFirst = isFirst;
    }

    public string? Sync { get; }

    public string? Awaiting { get; }

    /// <summary>Before what the member does already; else after it.</summary>
    public bool IsFirst { get; }
}

/// <summary>Puts work into the members that end an instance's life, and writes such a member where there is none.</summary>
internal sealed class ClosingCode
{
    private readonly Template template;
    private readonly TypeDeclarationSyntax type;
    private readonly INamedTypeSymbol symbol;

    public ClosingCode(Template template, TypeDeclarationSyntax type, INamedTypeSymbol symbol)
    {
        this.template = template;
        this.type = type;
        this.symbol = symbol;
    }

    /// <summary>Adds the work; false when there is no right place for it.</summary>
    public bool TryAdd(TypeEdit edit, ClosingWork work)
    {
        var own = symbol.GetMembers().OfType<IMethodSymbol>().Where(m => !m.IsStatic && ClosingShape.Of(m) != ClosingKind.None).ToList();
        if (own.Any(m => m.DeclaringSyntaxReferences.Length != 1 || m.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax { Parent: { } parent } || parent != type))
            return false;
        var byKind = own.Where(m => !m.IsAbstract).GroupBy(ClosingShape.Of).ToDictionary(g => g.Key, g => g.First());
        var sync = byKind.TryGetValue(ClosingKind.DisposeBool, out var found) || byKind.TryGetValue(ClosingKind.Dispose, out found) ? found : null;
        var awaiting = byKind.TryGetValue(ClosingKind.DisposeAsyncCore, out found) || byKind.TryGetValue(ClosingKind.DisposeAsync, out found) || byKind.TryGetValue(ClosingKind.StopAsync, out found) ? found : null;
        if (sync == null && awaiting == null)
            return own.Count == 0 && (Override(edit, work) ?? Implement(edit, work));
        if (sync != null && awaiting != null && (work.Sync == null || !work.IsFirst && ClosesThrough(awaiting, sync)))
            return Extend(edit, work.Sync == null ? awaiting : sync, work);
        return (sync == null || Extend(edit, sync, work)) && (awaiting == null || Extend(edit, awaiting, work));
    }

    /// <summary>DisposeAsync calls Dispose: what Dispose does, it does.</summary>
    private static bool ClosesThrough(IMethodSymbol awaiting, IMethodSymbol sync) =>
        awaiting.DeclaringSyntaxReferences[0].GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(i => i.Expression is IdentifierNameSyntax { Identifier.ValueText: "Dispose" } or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: "Dispose" })
        && sync.Name.EndsWith("Dispose", StringComparison.Ordinal);

    /// <summary>Adds the work to one member that is there.</summary>
    public bool Extend(TypeEdit edit, IMethodSymbol member, ClosingWork work)
    {
        if (member.DeclaringSyntaxReferences.Length != 1 || member.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax syntax || syntax.Parent != type)
            return false;
        var returnsTask = ClosingShape.IsTask(member.ReturnType);
        var text = returnsTask ? work.Awaiting ?? work.Sync : work.Sync;
        if (text == null || !returnsTask && !member.ReturnsVoid)
            return false;
        var awaits = returnsTask && work.Awaiting != null;
        if (awaits && !member.IsAsync && !ClosingBody.CanBecomeAsync(syntax))
            return false;
        var added = template.Statements(text);
        edit.Replace(syntax, current =>
        {
            var method = awaits && !member.IsAsync ? ClosingBody.ToAsync(current) : ClosingBody.WithBlock(current, member);
            return ClosingShape.Of(member) == ClosingKind.DisposeBool
                ? ClosingBody.AddToDisposing(method, member.Parameters[0].Name, added, work.IsFirst)
                : ClosingBody.Add(method, added, work.IsFirst);
        });
        return true;
    }

    /// <summary>Overrides what a base class offers; null when it closes nothing, false when it cannot be extended.</summary>
    private bool? Override(TypeEdit edit, ClosingWork work)
    {
        var isClosed = false;
        foreach (var kind in new[] { ClosingKind.DisposeAsyncCore, ClosingKind.DisposeBool, ClosingKind.DisposeAsync, ClosingKind.Dispose, ClosingKind.StopAsync })
        {
            if (Inherited(kind) is not { } inherited)
                continue;
            isClosed = true;
            var text = kind is ClosingKind.DisposeBool or ClosingKind.Dispose ? work.Sync : work.Awaiting ?? work.Sync;
            if (text == null || !(inherited.IsVirtual || inherited.IsOverride || inherited.IsAbstract) || inherited.IsSealed)
                continue;
            var access = inherited.DeclaredAccessibility == Accessibility.Public ? "public" : "protected";
            var parameter = inherited.Parameters.FirstOrDefault();
            var call = inherited.IsAbstract ? null : $"base.{inherited.Name}({parameter?.Name})";
            var awaits = ClosingShape.IsTask(inherited.ReturnType);
            var parameters = parameter == null ? string.Empty : template.Type(parameter.Type) + " " + parameter.Name;
            var returned = awaits ? "async " + template.Type(inherited.ReturnType) : "void";
            var body = kind == ClosingKind.DisposeBool ? $"if ({parameter!.Name})\n{{\n{text}\n}}" : text;
            var last = call == null ? string.Empty : "\n" + (body.EndsWith("}", StringComparison.Ordinal) ? "\n" : string.Empty) + (awaits ? $"await {call}.ConfigureAwait(false);" : call + ";");
            edit.AddMember(template.Member($"{Comment()}{access} override {returned} {inherited.Name}({parameters})\n{{\n{body}{last}\n}}\n"));
            return true;
        }

        var closesItself = symbol.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable" or "IHostedService");
        return isClosed || closesItself ? false : null;
    }

    /// <summary>Where the author documents members, the new one says where its words are.</summary>
    private string Comment() => type.HasStructuredTrivia && type.Members.Any(m => m.Modifiers.Any(SyntaxKind.PublicKeyword) && m.GetLeadingTrivia().Any(t => t.HasStructure && t.GetStructure() is DocumentationCommentTriviaSyntax))
        ? "/// <inheritdoc/>\n"
        : string.Empty;

    private IMethodSymbol? Inherited(ClosingKind kind)
    {
        for (var at = symbol.BaseType; at != null; at = at.BaseType)
        {
            if (at.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => !m.IsStatic && m.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal && ClosingShape.Of(m) == kind) is { } method)
                return method;
        }

        return null;
    }

    private bool Implement(TypeEdit edit, ClosingWork work)
    {
        var isAsync = work.Awaiting != null && (work.IsFirst || work.Sync == null);
        var face = template.Type(isAsync ? "System.IAsyncDisposable" : "System.IDisposable");
        var returned = isAsync ? "async " + template.Type("System.Threading.Tasks.ValueTask") : "void";
        var modifier = symbol.IsSealed || symbol.TypeKind != TypeKind.Class ? string.Empty : "virtual ";
        edit.AddMember(template.Member($"{Comment()}public {modifier}{returned} {(isAsync ? "DisposeAsync" : "Dispose")}()\n{{\n{(isAsync ? work.Awaiting : work.Sync)}\n}}\n"));
        edit.AddBase(template.TypeName(face));
        return true;
    }
}

/// <summary>The closing members that .NET knows.</summary>
internal enum ClosingKind
{
    None,
    Dispose,
    DisposeBool,
    DisposeAsync,
    DisposeAsyncCore,
    StopAsync,
}

/// <summary>Recognises closing members by name and parameters.</summary>
internal static class ClosingShape
{
    public static ClosingKind Of(IMethodSymbol method)
    {
        var name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        return (name, method.Parameters.Length) switch
        {
            ("Dispose", 0) when method.ReturnsVoid => ClosingKind.Dispose,
            ("Dispose", 1) when method.ReturnsVoid && method.Parameters[0].Type.SpecialType == SpecialType.System_Boolean => ClosingKind.DisposeBool,
            ("DisposeAsync", 0) when IsTask(method.ReturnType) => ClosingKind.DisposeAsync,
            ("DisposeAsyncCore", 0) when IsTask(method.ReturnType) => ClosingKind.DisposeAsyncCore,
            ("StopAsync", 1) when IsTask(method.ReturnType) && method.Parameters[0].Type.Name == "CancellationToken" => ClosingKind.StopAsync,
            _ => ClosingKind.None,
        };
    }

    public static bool IsTask(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: 0, ContainingNamespace: { Name: "Tasks" } };
}
