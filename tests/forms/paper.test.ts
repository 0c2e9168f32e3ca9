import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Question } from '../../src/forms/fields.ts';
import { questionsInOrder } from '../../src/forms/form.ts';
import { mentorForm } from '../../src/forms/mentor.ts';
import { mentorPaper, omittedFromReferralPaper, type PaperQuestion, papers, questionsOn, referralPaper } from '../../src/forms/paper.ts';
import { readerNotices } from '../../src/forms/reader-notices.ts';
import { friendReferralForm, professionalReferralForm, selfReferralForm } from '../../src/forms/referral.ts';

const namesOf = (questions: readonly PaperQuestion[]) => questions.map(({ name }) => name);

const onPaper = (questions: readonly PaperQuestion[], name: string): PaperQuestion => {
  const question = questions.find((question) => question.name === name);
  assert(question, name);
  return question;
};

test('the mentor paper asks every question of the form, in order', () => {
  const asked = namesOf(questionsOn(mentorPaper)).filter((name) => name in mentorForm.questions);
  assert.deepEqual(
    asked,
    questionsInOrder(mentorForm).map(([name]) => name),
  );
});

test('the referral paper asks every question of the three forms once, or has a reason not to', () => {
  const names = new Set(
    [selfReferralForm, friendReferralForm, professionalReferralForm].flatMap((form) => questionsInOrder(form).map(([name]) => name)),
  );
  const asked = namesOf(questionsOn(referralPaper)).filter((name) => names.has(name));
  assert.deepEqual([...asked, ...Object.keys(omittedFromReferralPaper)].toSorted(), [...names].toSorted());
});

test('the referral paper begins with who it is for', () => {
  const [first] = questionsOn(referralPaper);
  assert.equal(first?.label, 'Who is this for?');
  assert.deepEqual(first?.boxes, ['Me', 'Someone I know', 'Someone I work with']);
});

for (const paper of papers) {
  const questions = questionsOn(paper);

  test(`${paper.address}: every question appears once, and no two have the same words`, () => {
    const texts = questions.map(({ label, boxes }) => label ?? boxes.join());
    assert.equal(new Set(namesOf(questions)).size, questions.length);
    assert.equal(new Set(texts).size, texts.length);
  });

  test(`${paper.address}: questions are numbered from 1`, () => {
    const numbers = paper.sections.flatMap(({ items }) => items.map(({ number }) => number));
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
  });

  test(`${paper.address}: every question has boxes to tick or lines to write on`, () => {
    for (const { name, boxes, lines, label } of questions) {
      assert(boxes.length + lines > 0, name);
      assert(label || boxes.length === 1, `${name} has a label`);
    }
  });

  test(`${paper.address}: no words are about a screen`, () => {
    assert.doesNotMatch(JSON.stringify(paper), /\b(press|click|select|choose|chose|keyboard|microphone|characters?|screen|button)\b/i);
  });

  test(`${paper.address}: it offers the ways to be contacted that work in prison`, () => {
    assert.deepEqual(onPaper(questions, 'contact_in_custody').boxes, ['By letter here', 'Through staff', 'Through someone I name']);
  });

  test(`${paper.address}: an answer that leads to an eligibility page has no box, and says what to do instead`, () => {
    const form = paper === mentorPaper ? mentorForm : friendReferralForm;
    for (const [name, question] of questionsInOrder(form) as [string, Question][]) {
      if (question.kind !== 'radios' && question.kind !== 'checkboxes') continue;
      const { boxes, redirects } = onPaper(questions, name);
      assert.equal(boxes.length + redirects.length, Object.keys(question.options).length, name);
      const stops = form.eligibilityPages.filter((page) => page.question === name);
      assert.equal(redirects.length, stops.length, name);
      for (const { title } of stops) assert(redirects.some(({ text }) => text.startsWith(title)));
    }
  });
}

test('a question that not everyone answers says who does', () => {
  const questions = questionsOn(referralPaper);
  assert.equal(onPaper(questions, 'language').onlyIf, 'If you ticked “Yes”');
  assert.equal(onPaper(questions, 'service_other').onlyIf, 'If you ticked “Something else”');
  assert.equal(onPaper(questions, 'referrer_org').onlyIf, 'If you ticked “Someone I work with”');
});

const readByOthers = 'Other people may read this paper. Do not write about crimes, health or risk.';

test('without a reader, paper is headed as an example', () => {
  const { example, intro } = readerNotices(undefined, 'The Trust').onPaper;
  assert.equal(
    `${example?.strong} ${example?.text}`,
    'EXAMPLE. Do not fill in. Do not post. Show this to prison staff or your probation worker and ask who does this now.',
  );
  assert.equal(intro.strong, readByOthers);
});

test('with a reader, paper is no example, and gives a phone number only if there is one', () => {
  const reader = { who: 'The mentoring team', hours: 'from Monday to Friday' };
  for (const phone of [undefined, '0116 496 0000']) {
    const { example, intro } = readerNotices({ ...reader, phone }, 'The Trust').onPaper;
    assert.equal(example, undefined);
    assert.equal(intro.strong, readByOthers);
    assert.match(intro.text, /^The mentoring team reads this form from Monday to Friday\./);
    assert.equal(/call/.test(intro.text), phone !== undefined);
    assert.doesNotMatch(intro.text, /undefined/);
  }
});
