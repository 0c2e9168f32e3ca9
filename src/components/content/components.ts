import Action from './Action.astro';
import AtoZ from './AtoZ.astro';
import Attributed from './Attributed.astro';
import Cards from './Cards.astro';
import Contact from './Contact.astro';
import ContactList from './ContactList.astro';
import Controller from './Controller.astro';
import Figure from './Figure.astro';
import FigureTable from './FigureTable.astro';
import GlossaryList from './GlossaryList.astro';
import MentorCriteria from './MentorCriteria.astro';
import Note from './Note.astro';
import PartnerList from './PartnerList.astro';
import PlaceList from './PlaceList.astro';
import RequirementTable from './RequirementTable.astro';
import SourceList from './SourceList.astro';
import Steps from './Steps.astro';
import Term from './Term.astro';
import ThenAndNow from './ThenAndNow.astro';
import Timeline from './Timeline.astro';
import ValueList from './ValueList.astro';

/** What authors may use in content/, without importing anything. */
export const components = {
  Action,
  AtoZ,
  Attributed,
  Cards,
  Contact,
  ContactList,
  Controller,
  Figure,
  FigureTable,
  GlossaryList,
  MentorCriteria,
  Note,
  PartnerList,
  PlaceList,
  RequirementTable,
  SourceList,
  Steps,
  Term,
  ThenAndNow,
  Timeline,
  ValueList,
};
