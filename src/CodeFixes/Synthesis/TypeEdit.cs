using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>All changes of one type declaration, applied at once.</summary>
internal sealed class TypeEdit
{
    private readonly Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> replacements = new();
    private readonly List<(SyntaxNode? Anchor, MemberDeclarationSyntax Member)> members = new();
    private readonly List<MemberDeclarationSyntax> fields = new();
    private readonly List<TypeSyntax> bases = new();
    private MemberDeclarationSyntax? constructor;

    public TypeEdit(TypeDeclarationSyntax type) => Type = type;

    public TypeDeclarationSyntax Type { get; }

    /// <summary>Changes a node of the declaration; changes of one node are applied in the order they were asked for.</summary>
    public void Replace<T>(T node, Func<T, SyntaxNode> change)
        where T : SyntaxNode =>
        replacements[node] = replacements.TryGetValue(node, out var earlier) ? n => change((T)earlier(n)) : n => change((T)n);

    /// <summary>A field after the last instance field, or at the top.</summary>
    public void AddField(MemberDeclarationSyntax field) => fields.Add(field);

    /// <summary>A member behind another one; at the end when there is none.</summary>
    public void AddMember(MemberDeclarationSyntax member, SyntaxNode? after = null) => members.Add((after, member));

    /// <summary>The constructor, behind the fields.</summary>
    public void AddConstructor(MemberDeclarationSyntax added) => constructor = added;

    public void AddBase(TypeSyntax type) => bases.Add(type);

    /// <summary>Changes nodes only, so that several edits of one type can be applied together.</summary>
    public bool IsLocal => fields.Count == 0 && members.Count == 0 && bases.Count == 0 && constructor == null;

    /// <summary>Makes the changes through the editor.</summary>
    public void ApplyTo(SyntaxEditor editor)
    {
        if (!IsLocal)
        {
            foreach (var node in Tracked())
                editor.TrackNode(node);
            editor.ReplaceNode(Type, (current, _) => Apply((TypeDeclarationSyntax)current));
            return;
        }

        foreach (var pair in replacements.OrderByDescending(r => r.Key.SpanStart).ThenBy(r => r.Key.Span.Length))
            editor.ReplaceNode(pair.Key, (current, _) => pair.Value(current));
    }

    private IEnumerable<SyntaxNode> Tracked() =>
        replacements.Keys.Concat(members.Select(m => m.Anchor).OfType<SyntaxNode>()).Concat(Type.Members.OfType<FieldDeclarationSyntax>().Reverse().Take(1)).Distinct();

    private TypeDeclarationSyntax Apply(TypeDeclarationSyntax current)
    {
        var lastField = Type.Members.LastOrDefault(m => m is FieldDeclarationSyntax);
        var known = Tracked().ToDictionary(node => current.GetCurrentNode(node)!, node => node);
        var tags = known.Values.OfType<MemberDeclarationSyntax>().ToDictionary(a => a, _ => new SyntaxAnnotation());
        var changed = current.ReplaceNodes(
            known.Keys,
            (before, now) =>
            {
                var original = known[before];
                var result = replacements.TryGetValue(original, out var change) ? change(now) : now;
                return original is MemberDeclarationSyntax member && tags.TryGetValue(member, out var tag) ? result.WithAdditionalAnnotations(tag) : result;
            });
        foreach (var (anchor, member) in Enumerable.Reverse(members).Where(m => m.Anchor != null))
            changed = Insert(changed, IndexOf(changed, tags[(MemberDeclarationSyntax)anchor!]) + 1, member);
        foreach (var (_, member) in members.Where(m => m.Anchor == null))
            changed = Insert(changed, changed.Members.Count, member);
        var at = lastField == null ? 0 : IndexOf(changed, tags[lastField]) + 1;
        foreach (var field in fields)
            changed = Insert(changed, at++, field);
        if (constructor != null)
            changed = Insert(changed, at++, constructor);
        if (fields.Count > 0 && at < changed.Members.Count && !IsBlankLineFirst(changed.Members[at]))
            changed = changed.ReplaceNode(changed.Members[at], changed.Members[at].WithLeadingTrivia(changed.Members[at].GetLeadingTrivia().Insert(0, EndOfLine())));
        return AddBases(changed);
    }

    private static int IndexOf(TypeDeclarationSyntax type, SyntaxAnnotation tag) => type.Members.IndexOf(m => m.HasAnnotation(tag));

    private TypeDeclarationSyntax Insert(TypeDeclarationSyntax type, int index, MemberDeclarationSyntax member)
    {
        if (type.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            type = type.WithSemicolonToken(default)
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken));
        }

        if (index == 0)
            member = member.WithLeadingTrivia(member.GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));

        return type.WithMembers(type.Members.Insert(index, member));
    }

    private SyntaxTrivia EndOfLine() => SyntaxFactory.EndOfLine(Template.LineEndOf(Type.SyntaxTree.GetRoot()));

    private static bool IsBlankLineFirst(SyntaxNode node) => node.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    private TypeDeclarationSyntax AddBases(TypeDeclarationSyntax type)
    {
        foreach (var added in bases)
        {
            var item = SyntaxFactory.SimpleBaseType(added.WithoutTrivia());
            if (type.BaseList is { } list)
            {
                var last = list.Types.Last();
                type = type.WithBaseList(list.WithTypes(list.Types.Replace(last, last.WithoutTrailingTrivia()).Add(item.WithTrailingTrivia(last.GetTrailingTrivia()))));
                continue;
            }

            SyntaxToken before = type.ParameterList?.CloseParenToken ?? type.TypeParameterList?.GreaterThanToken ?? type.Identifier;
            var trailing = before.TrailingTrivia;
            type = type.ReplaceToken(before, before.WithTrailingTrivia(SyntaxFactory.Space));
            type = type.WithBaseList(SyntaxFactory.BaseList(SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.SingletonSeparatedList<BaseTypeSyntax>(item)).WithTrailingTrivia(trailing));
        }

        return type;
    }
}
